namespace TrainFaces.Data;

/// <summary>Where training images come from. Read from several threads at once.</summary>
internal interface IImageSource : IDisposable
{
    /// <summary>What the images are, for the line that a run starts with.</summary>
    string Description { get; }

    /// <summary>Tells these images from others: what they are, and for files a digest of their names.</summary>
    string Identity { get; }

    /// <summary>Images in one epoch. Falls as images turn out to be unreadable.</summary>
    int Count { get; }

    /// <summary>Images that turned out to be unreadable so far.</summary>
    int Unreadable { get; }

    /// <summary>Which images make up epoch <paramref name="epoch"/> (from 1), in the order of training.</summary>
    IReadOnlyList<long> Order(int epoch);

    /// <summary>
    /// Writes image <paramref name="index"/> as rows of <see cref="ImageFormat.Channels"/> bytes a pixel. False if it cannot be read.
    /// </summary>
    bool TryRead(long index, Span<byte> pixels);
}
