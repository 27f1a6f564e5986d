namespace TrainFaces.Tests.TensorBoard;

/// <summary>An event of a TensorBoard file.</summary>
internal sealed record ReadEvent
{
    /// <summary>In seconds since 1970.</summary>
    public required double WallTime { get; init; }

    public required long Step { get; init; }

    public required string? Version { get; init; }

    /// <summary>Whether the event tells TensorBoard to drop events from its step on.</summary>
    public required bool IsStart { get; init; }

    /// <summary>The values; <c>ImageSize</c> is height, width and channels of an image.</summary>
    public required IReadOnlyList<(string Tag, float Scalar, long[] ImageSize, byte[] Image)> Values { get; init; }
}
