namespace Dcgan.Core;

/// <summary>Size rules that both networks share: every stage doubles or halves the side of its maps.</summary>
internal static class StageSizes
{
    /// <summary>Largest image side, in pixels: far above any trainable size and far below any overflow.</summary>
    internal const int LargestImageSize = 32_768;

    /// <summary>Side of an image in pixels; 0 if no network can be built with these sizes.</summary>
    internal static int ImageSize(int baseSize, Depths? depths) =>
        baseSize >= 1 && depths is not null && depths.Count < 31 && ((long)baseSize << depths.Count) <= LargestImageSize
            ? baseSize << depths.Count
            : 0;

    /// <summary>Checks the sizes that both networks have.</summary>
    /// <exception cref="ArgumentException">
    /// A size is out of range, or the sizes together make an image or a layer too large.
    /// </exception>
    internal static void Check(int baseSize, Depths? depths, int imageChannels)
    {
        Expect.AtLeast(1, baseSize, nameof(GeneratorOptions.BaseSize));
        if (depths is null || depths.Count == 0)
        {
            throw new ArgumentException("Depths: must have at least 1 depth but was empty.", nameof(depths));
        }

        for (int stage = 0; stage < depths.Count; stage++)
        {
            Expect.AtLeast(1, depths[stage], $"Depths[{stage}]");
        }

        if (ImageSize(baseSize, depths) == 0)
        {
            throw new ArgumentException(
                $"BaseSize: {baseSize} doubled by {depths.Count} stages must give an image side of at most {LargestImageSize} pixels.",
                nameof(baseSize));
        }

        Expect.AtLeast(1, imageChannels, nameof(GeneratorOptions.ImageChannels));
        for (int stage = 1; stage < depths.Count; stage++)
        {
            CheckWeights(
                $"Depths[{stage - 1}] {depths[stage - 1]} and Depths[{stage}] {depths[stage]}", depths[stage], depths[stage - 1], Kernel.Side * Kernel.Side);
        }
    }

    /// <summary>Checks that a layer has at most 2^31 - 1 weights, so that no size overflows.</summary>
    /// <param name="layer">The options that determine the layer's size, with their values, for the message.</param>
    /// <param name="factors">Sizes whose product is the number of weights.</param>
    /// <exception cref="ArgumentException">The layer has more than 2^31 - 1 weights.</exception>
    internal static void CheckWeights(string layer, params ReadOnlySpan<long> factors)
    {
        decimal weights = 1;
        foreach (long factor in factors)
        {
            weights *= factor;
        }

        if (weights > int.MaxValue)
        {
            throw new ArgumentException(
                FormattableString.Invariant($"{layer}: together give a layer of {weights} weights, but at most {int.MaxValue} are allowed."), nameof(layer));
        }
    }
}
