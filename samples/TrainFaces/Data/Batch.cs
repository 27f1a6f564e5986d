namespace TrainFaces.Data;

/// <summary>A batch of images as bytes, [Count, H, W, C] in row-major order. A batch with no images marks the end of an epoch.</summary>
internal sealed record Batch(byte[] Pixels, int Count)
{
    public static Batch EndOfEpoch { get; } = new([], 0);
}
