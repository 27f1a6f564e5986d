namespace TrainFaces.Data.DrawnFaces;

/// <summary>Faces that the sample draws itself: every epoch brings new ones, and the same seed brings the same ones.</summary>
internal sealed class DrawnFaces(long seed, int facesPerEpoch, ImageFormat format) : IImageSource
{
    public string Description => $"drawn faces, {facesPerEpoch} new ones an epoch";

    public string Identity => Description;

    public int Count => facesPerEpoch;

    public int Unreadable => 0;

    public IReadOnlyList<long> Order(int epoch)
    {
        long[] order = new long[facesPerEpoch];
        for (int place = 0; place < facesPerEpoch; place++)
        {
            order[place] = ((epoch - 1L) * facesPerEpoch) + place;
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
