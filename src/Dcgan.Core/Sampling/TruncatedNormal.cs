using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Maps standard normal numbers to the normal distribution truncated to [-limit, limit].</summary>
internal static class TruncatedNormal
{
    /// <summary>
    /// Tail probability at about 37 standard deviations. For smaller probabilities the gradient of the quantile function
    /// overflows, and truncation has no effect.
    /// </summary>
    private const double SmallestTail = 1e-300;

    /// <summary>Maps each number to the number with the same exceedance probability in the truncated distribution.</summary>
    /// <param name="normal">Any shape, float64.</param>
    /// <param name="limit">Above 0.</param>
    /// <returns>The shape of <paramref name="normal"/>, float64.</returns>
    internal static Tensor Of(Tensor normal, double limit)
    {
        using DisposeScope scope = NewDisposeScope();

        // Computed from the tail on the number's side, because a probability near 1 loses precision.
        Tensor magnitude = normal.abs();
        Tensor tailOfLimit = Tail(normal.FullLike(limit));
        Tensor tail = tailOfLimit.Add(tailOfLimit.Mul(2).OneMinus() * Tail(magnitude));

        // Truncation only moves numbers toward 0. A number whose tail probability is too small to compute is kept.
        Tensor quantile = where(tail.Gt(SmallestTail), -special.ndtri(tail.ClampMin(SmallestTail)), magnitude);
        Tensor inside = minimum(quantile, magnitude).ClampMax(limit);
        return (inside * normal.sign()).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Computes the probability of exceeding a number of at least 0. Unlike libtorch's ndtr, erfc is precise for small
    /// probabilities.
    /// </summary>
    private static Tensor Tail(Tensor magnitude) => magnitude.Mul(Math.Sqrt(0.5)).erfc().Div(2);
}
