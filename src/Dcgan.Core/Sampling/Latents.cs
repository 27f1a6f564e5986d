using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Pure functions of latents [N, Z]: interpolation, walks, arithmetic and truncation. Results have the element type and device of
/// the input, but are computed in float64. Inputs do not change. The functions are differentiable.
/// </summary>
public static class Latents
{
    /// <summary>Interpolates linearly between latents, row by row: from · (1 - amount) + to · amount.</summary>
    /// <param name="from">[N, Z], of any floating-point type: the result for amount 0.</param>
    /// <param name="to">[N, Z], of the same type, on the same device: the result for amount 1.</param>
    /// <param name="amount">Finite. Values below 0 and above 1 extrapolate.</param>
    /// <returns>[N, Z].</returns>
    /// <exception cref="ArgumentException">The latents do not match, or <paramref name="amount"/> is not finite.</exception>
    public static Tensor Lerp(Tensor from, Tensor to, double amount)
    {
        CheckPair(from, to, amount);
        using DisposeScope scope = NewDisposeScope();
        return LatentPaths.Linear(from, to, Constant(amount, from)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Interpolates spherically between latents, row by row: the direction turns at a constant rate along the great circle
    /// (Shoemake, 1985; White, 2016). The norm is interpolated linearly and therefore stays constant between rows of equal norm.
    /// </summary>
    /// <param name="from">[N, Z], of any floating-point type: exactly the result for amount 0.</param>
    /// <param name="to">[N, Z], of the same type, on the same device: exactly the result for amount 1.</param>
    /// <param name="amount">
    /// Finite. Values below 0 and above 1 extrapolate the direction and the norm; the norm is at least 0.
    /// </param>
    /// <returns>[N, Z]; never NaN for finite latents.</returns>
    /// <remarks>
    /// Between parallel rows only the norm changes. Between opposite rows there are many great circles; the choice is
    /// deterministic. If Z is 1, opposite rows have no great circle, and the path passes through 0. A row of zeros takes the
    /// direction of the other row.
    /// </remarks>
    /// <exception cref="ArgumentException">The latents do not match, or <paramref name="amount"/> is not finite.</exception>
    public static Tensor Slerp(Tensor from, Tensor to, double amount)
    {
        CheckPair(from, to, amount);
        using DisposeScope scope = NewDisposeScope();
        return LatentPaths.Spherical(from, to, Constant(amount, from)).MoveToOuterDisposeScope();
    }

    /// <summary>Interpolates through a sequence of latents, with equal time between consecutive latents.</summary>
    /// <param name="latents">[K, Z], of any floating-point type; K at least 2.</param>
    /// <param name="frames">Number of frames: at least 2; may be less than K.</param>
    /// <param name="path">The path between consecutive latents.</param>
    /// <param name="closed">
    /// Whether the walk returns from the last latent to the first. A closed walk ends one frame before the first latent: no frame
    /// is repeated when the walk is played in a loop.
    /// </param>
    /// <returns>
    /// [frames, Z]. The first frame is exactly the first latent. The last frame of an open walk is exactly the last latent. Each
    /// other latent is exactly a frame if K - 1 divides frames - 1 (open) or K divides frames (closed); otherwise some latents
    /// fall between two frames.
    /// </returns>
    /// <exception cref="ArgumentException">
    /// The latents are not [K, Z] with K at least 2, or <paramref name="frames"/> is below 2.
    /// </exception>
    public static Tensor Walk(Tensor latents, int frames, LatentPath path = LatentPath.Spherical, bool closed = false)
    {
        Expect.Latents(latents, nameof(latents));
        Expect.AtLeast(2, frames, nameof(frames));
        Expect.Defined(path, nameof(path));
        long count = latents.size(0);
        if (count < 2)
        {
            throw new ArgumentException($"latents: a walk needs at least 2 rows but was {count}.", nameof(latents));
        }

        using DisposeScope scope = NewDisposeScope();
        var timetable = WalkTimetable.Of(count, frames, closed);
        Tensor from = latents.index_select(0, tensor(timetable.From, device: latents.device));
        Tensor to = latents.index_select(0, tensor(timetable.To, device: latents.device));
        Tensor amounts = tensor(timetable.Amounts, device: latents.device).unsqueeze(1);
        Tensor walk = path == LatentPath.Linear ? LatentPaths.Linear(from, to, amounts) : LatentPaths.Spherical(from, to, amounts);
        return walk.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Computes the latent arithmetic of Radford et al. (2016, section 6.3.2) on the means of three groups: mean - minus + plus,
    /// such as smiling women - neutral women + neutral men.
    /// </summary>
    /// <param name="mean">[A, Z], of any floating-point type: the first group.</param>
    /// <param name="minus">[B, Z], of the same type, on the same device: the group to subtract.</param>
    /// <param name="plus">[C, Z], of the same type, on the same device: the group to add.</param>
    /// <returns>[1, Z]. It may lie outside the cube of uniform latents.</returns>
    /// <remarks>As in the paper, the mean of about three latents gives more stable results than a single latent.</remarks>
    /// <exception cref="ArgumentException">The latents do not match.</exception>
    public static Tensor Arithmetic(Tensor mean, Tensor minus, Tensor plus)
    {
        Expect.Latents(mean, nameof(mean));
        CheckLike(mean, -1, minus, nameof(minus));
        CheckLike(mean, -1, plus, nameof(plus));
        using DisposeScope scope = NewDisposeScope();
        return (MeanRow(mean) - MeanRow(minus)).Add(MeanRow(plus)).to(mean.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Applies the truncation trick (Brock et al., 2019), which trades variety for more typical images: maps samples of a
    /// distribution to samples of its restriction to [-limit, limit], component by component.
    /// </summary>
    /// <param name="latents">[N, Z], of any floating-point type, drawn from <paramref name="distribution"/>.</param>
    /// <param name="limit">
    /// Above 0. A limit of at least 4 hardly changes normal latents; a limit of at least 1 does not change uniform latents.
    /// </param>
    /// <param name="distribution">The distribution of the latents: <see cref="GeneratorOptions.LatentDistribution"/>.</param>
    /// <returns>[N, Z]: uniform z · min(limit, 1); normal Φ⁻¹(Φ(-limit) + (Φ(limit) - Φ(-limit)) · Φ(z)).</returns>
    /// <remarks>
    /// Brock et al. resample components outside of the limit. This map is monotonic instead: a seed's images remain recognizable
    /// as the limit changes, and the limit can approach 0, at which all latents equal the mean.
    /// </remarks>
    /// <exception cref="ArgumentException">The latents are not [N, Z], or <paramref name="limit"/> is not above 0.</exception>
    public static Tensor Truncate(Tensor latents, double limit, LatentDistribution distribution)
    {
        Expect.Latents(latents, nameof(latents));
        Expect.Above(0, limit, nameof(limit));
        Expect.Defined(distribution, nameof(distribution));
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = latents.to(float64);
        Tensor truncated = distribution == LatentDistribution.Normal ? TruncatedNormal.Of(wide, limit) : wide.Mul(Math.Min(limit, 1));
        return truncated.to(latents.dtype).MoveToOuterDisposeScope();
    }

    private static void CheckPair([NotNull] Tensor? from, [NotNull] Tensor? to, double amount)
    {
        Expect.Latents(from, nameof(from));
        CheckLike(from, from.size(0), to, nameof(to));
        Expect.Finite(amount, nameof(amount));
    }

    private static void CheckLike(Tensor first, long rows, [NotNull] Tensor? latents, string name)
    {
        Expect.Latents(latents, name);
        Expect.Shape(latents, name, rows, first.size(1));
        Expect.Alike(latents, name, first);
    }

    private static Tensor Constant(double amount, Tensor latents) => ScalarOperators.Full([1, 1], amount, float64, latents.device);

    private static Tensor MeanRow(Tensor latents) => latents.to(float64).mean([0], keepdim: true);
}
