namespace TrainFaces.Data;

/// <summary>Images beside one another, rows of pixels of channels. A batch without images ends an epoch.</summary>
internal sealed record Batch(byte[] Pixels, int Count)
{
    public static Batch EndOfEpoch { get; } = new([], 0);
}
