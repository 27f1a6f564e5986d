namespace TrainFaces.Data.DrawnFaces;

/// <summary>Training images drawn by the program. Each epoch has new faces, and the same seed gives the same faces.</summary>
internal sealed class DrawnFaces(long seed, int facesPerEpoch, ImageFormat format) : IImageSource
{
    public string Description => $"{facesPerEpoch} new drawn faces per epoch";

    // Saved in run.json. Do not change the text: runs saved with another text could not be resumed.
    public string Identity => $"drawn faces, {facesPerEpoch} new ones an epoch";

    public int Count => facesPerEpoch;

    public int Unreadable => 0;

    public IReadOnlyList<long> Order(int epoch)
    {
        long[] order = new long[facesPerEpoch];
        for (int index = 0; index < facesPerEpoch; index++)
        {
            order[index] = ((epoch - 1L) * facesPerEpoch) + index;
        }

        return order;
    }

    public bool TryRead(long index, Span<byte> pixels)
    {
        using var face = FaceArtist.Draw(seed, index, format.Size);
        PixelBytes.Copy(face, format, pixels);
        return true;
    }

    public void Dispose()
    {
    }
}
