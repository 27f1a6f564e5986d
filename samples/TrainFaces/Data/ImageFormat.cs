namespace TrainFaces.Data;

/// <summary>The format of a network's images: square, grayscale or RGB.</summary>
/// <param name="Size">Width and height in pixels.</param>
/// <param name="Channels">1 for grayscale, 3 for RGB.</param>
internal readonly record struct ImageFormat(int Size, int Channels)
{
    /// <summary>Size of an image in bytes.</summary>
    public int Bytes => Size * Size * Channels;
}
