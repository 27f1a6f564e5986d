namespace TrainFaces.Measuring;

/// <summary>The values that a model expects for pixels.</summary>
/// <param name="Name">The name on the command line.</param>
/// <param name="Scale">Factor of the bytes, 0 to 255, for red, green and blue.</param>
/// <param name="Offset">Added to the scaled bytes, for red, green and blue.</param>
internal sealed record PixelRange(string Name, IReadOnlyList<float> Scale, IReadOnlyList<float> Offset)
{
    public static PixelRange Bytes { get; } = Uniform("0..255", 1, 0);

    /// <summary>All ranges that the command line accepts.</summary>
    public static IReadOnlyList<PixelRange> All { get; } =
    [
        Bytes,
        Uniform("0..1", 1 / 255f, 0),
        Uniform("-1..1", 1 / 127.5f, -1),

        // The mean and standard deviation of ImageNet's pixels in [0, 1], as published with torchvision's models.
        new("imagenet", [1 / (255 * 0.229f), 1 / (255 * 0.224f), 1 / (255 * 0.225f)], [-0.485f / 0.229f, -0.456f / 0.224f, -0.406f / 0.225f]),
    ];

    /// <summary>The range with a name.</summary>
    public static PixelRange Named(string name) => All.Single(range => range.Name == name);

    private static PixelRange Uniform(string name, float scale, float offset) => new(name, [scale, scale, scale], [offset, offset, offset]);
}
