namespace Dcgan.Core;

/// <summary>What both networks' sizes have in common: every stage doubles or halves the side.</summary>
internal static class StageSizes
{
    /// <summary>Far above any image a network can be trained on, and far below where sizes overflow.</summary>
    internal const int LargestImageSize = 32_768;

    /// <summary>The side of an image; 0 where no network can be built of these sizes.</summary>
    internal static int ImageSize(int baseSize, Depths? depths) =>
        baseSize >= 1 && depths is not null && depths.Count < 31 && ((long)baseSize << depths.Count) <= LargestImageSize
            ? baseSize << depths.Count
            : 0;

    internal static void Check(int baseSize, Depths? depths, int imageChannels)
    {
        Expect.AtLeast(1, baseSize, nameof(GeneratorOptions.BaseSize));
        if (depths is null || depths.Count == 0)
        {
            throw new ArgumentException("Depths: must hold at least 1 depth but was empty.", nameof(depths));
        }

        for (int stage = 0; stage < depths.Count; stage++)
        {
            Expect.AtLeast(1, depths[stage], $"Depths[{stage}]");
        }

        if (ImageSize(baseSize, depths) == 0)
        {
            throw new ArgumentException(
                $"BaseSize: {baseSize} doubled by {depths.Count} stages must make an image of at most {LargestImageSize} pixels a side.",
                nameof(baseSize));
        }

        Expect.AtLeast(1, imageChannels, nameof(GeneratorOptions.ImageChannels));
        for (int stage = 1; stage < depths.Count; stage++)
        {
            CheckWeights(
                $"Depths[{stage - 1}] {depths[stage - 1]} and Depths[{stage}] {depths[stage]}", depths[stage], depths[stage - 1], Kernel.Side * Kernel.Side);
        }
    }

    /// <summary>A layer's weights as a product that no size overflows and every machine can at least address.</summary>
    /// <param name="layer">The sizes that meet in the layer, as the caller wrote them.</param>
    /// <param name="factors">What its weights are the product of.</param>
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
                FormattableString.Invariant($"{layer}: together make a layer of {weights} weights, at most {int.MaxValue}."), nameof(layer));
        }
    }
}
