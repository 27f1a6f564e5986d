namespace TrainFaces.Data;

/// <summary>What a network takes: square images of <paramref name="Size"/> pixels a side, grey (1 channel) or RGB (3).</summary>
internal readonly record struct ImageFormat(int Size, int Channels)
{
    public int Bytes => Size * Size * Channels;
}
