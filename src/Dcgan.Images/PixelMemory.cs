namespace Dcgan.Images;

/// <summary>Decoded images in memory, up to a limit.</summary>
internal sealed class PixelMemory
{
    // An array and its place in the list, in addition to the pixels.
    private const int OverheadPerImage = 32;

    private readonly byte[]?[] decoded;
    private readonly long bytesPerImage;
    private readonly long limit;
    private long free;

    /// <param name="count">Number of images in the set.</param>
    /// <param name="imageBytes">Bytes per image.</param>
    /// <param name="limit">Maximum memory in bytes.</param>
    public PixelMemory(int count, int imageBytes, long limit)
    {
        decoded = new byte[]?[count];
        bytesPerImage = imageBytes + (long)OverheadPerImage;
        (this.limit, free) = (limit, limit);
    }

    public bool HasRoomForAll => limit / bytesPerImage >= decoded.Length;

    /// <summary>A sentence that says how many images do not fit.</summary>
    public string Explain() => FormattableString.Invariant(
        $"the decoded images need {Megabytes(decoded.Length * bytesPerImage)} MB, but at most {Megabytes(limit)} MB of them are kept in memory. About {decoded.Length - (limit / bytesPerImage)} of {decoded.Length} images are decoded again in each epoch, which can be slower.");

    /// <summary>Copies the pixels of an image if they are kept.</summary>
    public bool TryRead(int index, Span<byte> pixels)
    {
        if (Volatile.Read(ref decoded[index]) is not { } kept)
        {
            return false;
        }

        kept.CopyTo(pixels);
        return true;
    }

    /// <summary>Keeps the pixels of an image if there is room.</summary>
    public void Keep(int index, ReadOnlySpan<byte> pixels)
    {
        bool isKept = Interlocked.Add(ref free, -bytesPerImage) >= 0
            && Interlocked.CompareExchange(ref decoded[index], pixels.ToArray(), null) is null;
        if (!isKept)
        {
            Interlocked.Add(ref free, bytesPerImage); // No room, or another thread has kept the same image.
        }
    }

    private static long Megabytes(long bytes) => bytes / 1_000_000;
}
