using System.Globalization;

namespace Dcgan.Core;

/// <summary>Size rules that both networks share: every stage doubles or halves both sides of its maps.</summary>
internal static class StageSizes
{
    /// <summary>Largest image side, in pixels: far above any trainable size and far below any overflow.</summary>
    internal const int LargestImageSize = 32_768;

    /// <summary>
    /// Fewest positions of a smallest map that a size is given, if it can be avoided: 3x4. The reference's map has 4x4.
    /// </summary>
    private const int FewestPositions = 12;

    /// <summary>Size of an image in pixels; 0x0 if no network can be built with these sizes.</summary>
    internal static SpatialSize ImageSize(SpatialSize baseSize, Depths? depths) =>
        depths is { Count: < 31 } && Fits(baseSize.Height, depths.Count) && Fits(baseSize.Width, depths.Count)
            ? baseSize.Doubled(depths.Count)
            : default;

    /// <summary>
    /// The smallest map and the number of stages for an image: the sides are halved while they are even and the map keeps enough
    /// positions, but at least once.
    /// </summary>
    /// <exception cref="ArgumentException">A side is odd, below 2 or too large.</exception>
    internal static (SpatialSize BaseSize, int Stages) Of(SpatialSize imageSize, string name)
    {
        if (!CanHalve(imageSize) || Math.Max(imageSize.Height, imageSize.Width) > LargestImageSize)
        {
            throw new ArgumentOutOfRangeException(
                name,
                $"{name}: both sides must be even, because every stage doubles them, and in [2, {LargestImageSize}], but was {Text(imageSize)}.");
        }

        int stages = 0;
        while (CanHalve(imageSize) && (stages == 0 || imageSize.Area / 4 >= FewestPositions))
        {
            (imageSize, stages) = (new(imageSize.Height / 2, imageSize.Width / 2), stages + 1);
        }

        return (imageSize, stages);
    }

    /// <summary>Checks the sizes that both networks have.</summary>
    /// <exception cref="ArgumentException">
    /// A size is out of range, or the sizes together make an image or a layer too large.
    /// </exception>
    internal static void Check(SpatialSize baseSize, Depths? depths, int imageChannels, int kernelSize)
    {
        CheckBaseSize(baseSize);
        if (depths is null || depths.Count == 0)
        {
            throw new ArgumentException("Depths: must have at least 1 depth but was empty.", nameof(depths));
        }

        for (int stage = 0; stage < depths.Count; stage++)
        {
            Expect.AtLeast(1, depths[stage], $"Depths[{stage}]");
        }

        if (ImageSize(baseSize, depths) == default)
        {
            throw new ArgumentException(
                $"BaseSize: {Text(baseSize)} doubled by {depths.Count} stages must give image sides of at most {LargestImageSize} pixels.",
                nameof(baseSize));
        }

        Expect.AtLeast(1, imageChannels, nameof(GeneratorOptions.ImageChannels));
        Expect.AtLeast(Kernel.EvenSide, kernelSize, nameof(GeneratorOptions.KernelSize));
        Expect.AtMost(Kernel.Side, kernelSize, nameof(GeneratorOptions.KernelSize));
        for (int stage = 1; stage < depths.Count; stage++)
        {
            CheckWeights(
                $"Depths[{stage - 1}] {depths[stage - 1]} and Depths[{stage}] {depths[stage]}", depths[stage], depths[stage - 1], kernelSize, kernelSize);
        }
    }

    /// <summary>Formats a size for a message as users write it: a square as one number.</summary>
    internal static string Text(SpatialSize size) => size.IsSquare ? size.Height.ToString(CultureInfo.InvariantCulture) : size.ToString();

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

    private static bool CanHalve(SpatialSize size) => size is { Height: >= 2, Width: >= 2 } && size.Height % 2 == 0 && size.Width % 2 == 0;

    private static bool Fits(int side, int stages) => side >= 1 && ((long)side << stages) <= LargestImageSize;

    private static void CheckBaseSize(SpatialSize baseSize)
    {
        const string Name = nameof(GeneratorOptions.BaseSize);
        if (baseSize.IsSquare)
        {
            Expect.AtLeast(1, baseSize.Height, Name);
        }
        else if (Math.Min(baseSize.Height, baseSize.Width) < 1)
        {
            throw new ArgumentOutOfRangeException(nameof(baseSize), $"{Name}: both sides must be at least 1 but was {baseSize}.");
        }
    }
}
