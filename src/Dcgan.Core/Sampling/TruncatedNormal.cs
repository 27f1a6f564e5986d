using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Maps standard normal numbers to the normal distribution truncated to [-limit, limit].</summary>
internal static class TruncatedNormal
{
    /// <summary>
    /// Tail probability of about 37 standard deviations. For smaller ones the slope of the quantile function overflows, and truncation
    /// changes nothing.
    /// </summary>
    private const double SmallestTail = 1e-300;

    /// <summary>Maps each number to that of equal probability of being exceeded in the truncated distribution.</summary>
    /// <param name="normal">Any shape, float64.</param>
    /// <param name="limit">Above 0.</param>
    /// <returns>The shape of <paramref name="normal"/>, float64.</returns>
    internal static Tensor Of(Tensor normal, double limit)
    {
        using DisposeScope scope = NewDisposeScope();

        // Computed from the tail on the number's own side: near 1 a probability loses its digits.
        Tensor magnitude = normal.abs();
        Tensor tailOfLimit = Tail(full_like(normal, limit));
        Tensor tail = tailOfLimit + ((1 - (2 * tailOfLimit)) * Tail(magnitude));

        // Truncation only moves numbers toward 0. A number whose tail is too small to compute with is kept.
        Tensor quantile = where(tail > SmallestTail, -special.ndtri(tail.clamp_min(SmallestTail)), magnitude);
        Tensor inside = minimum(quantile, magnitude).clamp_max(limit);
        return (inside * normal.sign()).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The probability of exceeding a number of at least 0. Unlike libtorch's ndtr, erfc keeps its digits for small probabilities.
    /// </summary>
    private static Tensor Tail(Tensor magnitude) => (magnitude * Math.Sqrt(0.5)).erfc() / 2;
}
