using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Places on the ways between rows of latents, computed in float64.</summary>
internal static class LatentPaths
{
    /// <summary>
    /// Unit rows that are nearer to opposite than this have no great circle of their own: what is left of the one across the
    /// other is rounding.
    /// </summary>
    private const double Opposite = 1e-8;

    /// <summary>On the straight lines.</summary>
    /// <param name="from">[N, Z].</param>
    /// <param name="to">[N, Z].</param>
    /// <param name="amounts">[N, 1] or [1, 1], float64.</param>
    /// <returns>[N, Z], of the rows' type.</returns>
    internal static Tensor Straight(Tensor from, Tensor to, Tensor amounts)
    {
        using DisposeScope scope = NewDisposeScope();
        return Between(from.to(float64), to.to(float64), amounts).to(from.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>On the great circles; the norms go evenly from one's to the other's.</summary>
    /// <inheritdoc cref="Straight"/>
    internal static Tensor Round(Tensor from, Tensor to, Tensor amounts)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor fromNorm, Tensor fromDirection) = Polar(from);
        (Tensor toNorm, Tensor toDirection) = Polar(to);
        Tensor start = where(fromNorm.eq(0), toDirection, fromDirection);
        Tensor end = where(toNorm.eq(0), fromDirection, toDirection);

        // Kahan's form of the angle; the arc cosine of the product has no digits left where the angle is small.
        Tensor turned = amounts * (2 * atan2(Norm(end - start), Norm(end + start)));
        Tensor direction = (turned.cos() * start) + (turned.sin() * Across(start, end));
        Tensor places = direction * Between(fromNorm, toNorm, amounts).clamp_min(0);
        Tensor exact = where(amounts.eq(0), from.to(float64), where(amounts.eq(1), to.to(float64), places));
        return exact.to(from.dtype).MoveToOuterDisposeScope();
    }

    private static Tensor Between(Tensor from, Tensor to, Tensor amounts) => (from * (1 - amounts)) + (to * amounts);

    private static Tensor Norm(Tensor rows) => rows.norm(1, keepdim: true);

    /// <summary>The unit row at right angles to <paramref name="start"/> towards <paramref name="end"/>, both of norm 1.</summary>
    private static Tensor Across(Tensor start, Tensor end)
    {
        Tensor alike = (start * end).sum(1, keepdim: true);
        Tensor across = end - (alike * start);
        Tensor opposite = alike.lt(0).logical_and(Norm(across).le(Opposite));
        return Polar(where(opposite, AcrossAnyway(start), across)).Direction;
    }

    /// <summary>Across <paramref name="start"/> towards the axis that is farthest from it; 0 where there is but one axis.</summary>
    private static Tensor AcrossAnyway(Tensor start)
    {
        Tensor axis = zeros_like(start).scatter_(1, start.abs().argmin(1, keepdim: true), ones_like(start));
        return axis - ((start * axis).sum(1, keepdim: true) * start);
    }

    /// <summary>Norms [N, 1] and directions [N, Z], which are 0 where the row is.</summary>
    private static (Tensor Norm, Tensor Direction) Polar(Tensor rows)
    {
        // Divided by the largest component first, no square is too large or too small to be a number.
        Tensor wide = rows.to(float64);
        Tensor largest = wide.detach().abs().amax([1], keepdim: true);
        Tensor scaled = wide / where(largest.eq(0), ones_like(largest), largest);
        Tensor length = Norm(scaled);
        return (length * largest, scaled / length.clamp_min(1));
    }
}
