using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The map from standard normal numbers to ones of the normal distribution cut off at both ends.</summary>
internal static class TruncatedNormal
{
    /// <summary>Of a number 37 deviations out. Below it the slope of the quantile is beyond numbers, and nothing is left to map.</summary>
    private const double SmallestTail = 1e-300;

    /// <param name="normal">Any shape, float64.</param>
    /// <param name="limit">Where it is cut off, above 0.</param>
    /// <returns>As likely to be exceeded within the limits as <paramref name="normal"/> is without them.</returns>
    internal static Tensor Of(Tensor normal, double limit)
    {
        using DisposeScope scope = NewDisposeScope();

        // By the tail beyond a number, on whichever side it lies: near 1 the probabilities have no digits left.
        Tensor magnitude = normal.abs();
        Tensor cutOff = Beyond(full_like(normal, limit));
        Tensor beyond = cutOff + ((1 - (2 * cutOff)) * Beyond(magnitude));

        // The limits only ever bring a number nearer to 0. Where no tail is left to compute with, it stays.
        Tensor quantile = where(beyond > SmallestTail, -special.ndtri(beyond.clamp_min(SmallestTail)), magnitude);
        Tensor inside = minimum(quantile, magnitude).clamp_max(limit);
        return (inside * normal.sign()).MoveToOuterDisposeScope();
    }

    /// <summary>The probability beyond a number that is at least 0. Unlike libtorch's ndtr, erfc keeps its digits where that is small.</summary>
    private static Tensor Beyond(Tensor magnitude) => (magnitude * Math.Sqrt(0.5)).erfc() / 2;
}
