using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Interpolates between rows of latents, in float64.</summary>
internal static class LatentPaths
{
    /// <summary>
    /// Tolerance for opposite unit vectors. Vectors closer to opposite do not determine a great circle: the component of one
    /// vector orthogonal to the other is rounding error.
    /// </summary>
    private const double Opposite = 1e-8;

    /// <summary>Interpolates along straight lines.</summary>
    /// <param name="from">[N, Z].</param>
    /// <param name="to">[N, Z].</param>
    /// <param name="amounts">[N, 1] or [1, 1], float64.</param>
    /// <returns>[N, Z], of the element type of <paramref name="from"/>.</returns>
    internal static Tensor Linear(Tensor from, Tensor to, Tensor amounts)
    {
        using DisposeScope scope = NewDisposeScope();
        return Between(from.to(float64), to.to(float64), amounts).to(from.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>Interpolates along great circles; norms are interpolated linearly.</summary>
    /// <param name="from">[N, Z].</param>
    /// <param name="to">[N, Z].</param>
    /// <param name="amounts">[N, 1] or [1, 1], float64.</param>
    /// <returns>[N, Z], of the element type of <paramref name="from"/>.</returns>
    internal static Tensor Spherical(Tensor from, Tensor to, Tensor amounts)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor fromNorm, Tensor fromDirection) = Polar(from);
        (Tensor toNorm, Tensor toDirection) = Polar(to);
        Tensor start = where(fromNorm.Eq(0), toDirection, fromDirection);
        Tensor end = where(toNorm.Eq(0), fromDirection, toDirection);

        // Kahan's formula for the angle. The arc cosine of the dot product loses all digits at small angles.
        Tensor angle = amounts * atan2(Norm(end - start), Norm(end.Add(start))).Mul(2);
        Tensor direction = (angle.cos() * start).Add(angle.sin() * Orthogonal(start, end));
        Tensor points = direction * Between(fromNorm, toNorm, amounts).ClampMin(0);
        Tensor exact = where(amounts.Eq(0), from.to(float64), where(amounts.Eq(1), to.to(float64), points));
        return exact.to(from.dtype).MoveToOuterDisposeScope();
    }

    private static Tensor Between(Tensor from, Tensor to, Tensor amounts) => (from * amounts.OneMinus()).Add(to * amounts);

    private static Tensor Norm(Tensor rows) => rows.norm(1, keepdim: true);

    /// <summary>
    /// Computes the unit vectors orthogonal to <paramref name="start"/> in the direction of <paramref name="end"/>. Both inputs
    /// have norm 1.
    /// </summary>
    private static Tensor Orthogonal(Tensor start, Tensor end)
    {
        Tensor cosine = (start * end).sum(1, keepdim: true);
        Tensor orthogonal = end - (cosine * start);
        Tensor opposite = cosine.Lt(0).logical_and(Norm(orthogonal).Le(Opposite));
        return Polar(where(opposite, AnyOrthogonal(start), orthogonal)).Direction;
    }

    /// <summary>
    /// Computes vectors orthogonal to <paramref name="start"/> in the direction of the axis farthest from it; 0 if there is only
    /// one axis.
    /// </summary>
    private static Tensor AnyOrthogonal(Tensor start)
    {
        Tensor axis = zeros_like(start).scatter_(1, start.abs().argmin(1, keepdim: true), ones_like(start));
        return axis - ((start * axis).sum(1, keepdim: true) * start);
    }

    /// <summary>Computes norms [N, 1] and directions [N, Z]. The direction of a row of zeros is 0.</summary>
    private static (Tensor Norm, Tensor Direction) Polar(Tensor rows)
    {
        // Dividing by the largest component first prevents overflow and underflow of the squares.
        Tensor wide = rows.to(float64);
        Tensor largest = wide.detach().abs().amax([1], keepdim: true);
        Tensor scaled = wide / where(largest.Eq(0), ones_like(largest), largest);
        Tensor length = Norm(scaled);
        return (length * largest, scaled / length.ClampMin(1));
    }
}
