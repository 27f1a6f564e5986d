namespace TrainFaces.Data;

/// <summary>A source of training images. Implementations are thread-safe.</summary>
internal interface IImageSource : IDisposable
{
    /// <summary>A description for the first line of a run.</summary>
    string Description { get; }

    /// <summary>Identifies the images by their number and kind, and for files by a digest of the names. Saved in run.json and compared on resume.</summary>
    string Identity { get; }

    /// <summary>Number of images per epoch. The value falls when unreadable images are found.</summary>
    int Count { get; }

    /// <summary>Number of unreadable images found so far.</summary>
    int Unreadable { get; }

    /// <summary>The indices of the images in epoch <paramref name="epoch"/> (from 1), in training order.</summary>
    IReadOnlyList<long> Order(int epoch);

    /// <summary>
    /// Writes the pixels of image <paramref name="index"/>, [H, W, C] in row-major order. Returns false if the image cannot be read.
    /// </summary>
    bool TryRead(long index, Span<byte> pixels);
}
