using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Ways through a generator's latents, as pure functions: rows of Z components in, rows of the same type and on the same device
/// out. They compute in float64, whatever the type; what they are given stays as it is; gradients pass through them.
/// </summary>
public static class Latents
{
    /// <summary>The straight line between latents, row by row: from · (1 - amount) + to · amount.</summary>
    /// <param name="from">[N, Z], of any floating-point type: where amount is 0.</param>
    /// <param name="to">[N, Z], of the same type, on the same device: where amount is 1.</param>
    /// <param name="amount">Finite. Below 0 and above 1 the line goes on beyond its ends.</param>
    /// <returns>[N, Z].</returns>
    /// <exception cref="ArgumentException">The latents do not fit each other, or <paramref name="amount"/> is not finite.</exception>
    public static Tensor Lerp(Tensor from, Tensor to, double amount)
    {
        CheckPair(from, to, amount);
        using DisposeScope scope = NewDisposeScope();
        return LatentPaths.Straight(from, to, Everywhere(amount, from)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The great circle between latents, row by row: the direction turns evenly (Shoemake, 1985; White, 2016), and the norm goes
    /// evenly from one's to the other's, so that rows of one norm keep it.
    /// </summary>
    /// <param name="from">[N, Z], of any floating-point type: where amount is 0, exactly.</param>
    /// <param name="to">[N, Z], of the same type, on the same device: where amount is 1, exactly.</param>
    /// <param name="amount">
    /// Finite. Below 0 and above 1 the direction turns on beyond its ends, and the norm goes on as it did, but not below 0.
    /// </param>
    /// <returns>[N, Z]; never NaN where the latents are finite.</returns>
    /// <remarks>
    /// Parallel rows differ in norm only. From a row to its opposite there are many great circles, of which one is taken, always
    /// the same; with Z of 1 there is none, and the way leads through 0. A row of zeros has no direction and takes the other's.
    /// </remarks>
    /// <exception cref="ArgumentException">The latents do not fit each other, or <paramref name="amount"/> is not finite.</exception>
    public static Tensor Slerp(Tensor from, Tensor to, double amount)
    {
        CheckPair(from, to, amount);
        using DisposeScope scope = NewDisposeScope();
        return LatentPaths.Round(from, to, Everywhere(amount, from)).MoveToOuterDisposeScope();
    }

    /// <summary>A walk through latents in their order, with equal time from each to the next.</summary>
    /// <param name="latents">[K, Z], of any floating-point type; K at least 2.</param>
    /// <param name="frames">At least 2; more or fewer than K.</param>
    /// <param name="path">The way from one latent to the next.</param>
    /// <param name="closed">
    /// Whether it goes on from the last latent back to the first, and ends one frame before it would be there: played again and
    /// again, no frame comes twice in a row.
    /// </param>
    /// <returns>
    /// [frames, Z]. The first frame is the first latent, to the bit. An open walk's last frame is the last latent, and a frame
    /// falls on each where K - 1 divides frames - 1; in a closed walk, where K divides frames. Elsewhere some of the latents are
    /// passed between two frames.
    /// </returns>
    /// <exception cref="ArgumentException">The latents are not [K, Z], or one alone, or there are fewer than 2 frames.</exception>
    public static Tensor Walk(Tensor latents, int frames, LatentPath path = LatentPath.Spherical, bool closed = false)
    {
        Expect.Latents(latents, nameof(latents));
        Expect.AtLeast(2, frames, nameof(frames));
        Expect.Defined(path, nameof(path));
        long count = latents.shape[0];
        if (count < 2)
        {
            throw new ArgumentException($"latents: a walk needs at least 2 rows but was {count}.", nameof(latents));
        }

        using DisposeScope scope = NewDisposeScope();
        var timetable = WalkTimetable.Of(count, frames, closed);
        Tensor from = latents.index_select(0, tensor(timetable.From, device: latents.device));
        Tensor to = latents.index_select(0, tensor(timetable.To, device: latents.device));
        Tensor amounts = tensor(timetable.Amounts, device: latents.device).unsqueeze(1);
        Tensor walk = path == LatentPath.Linear ? LatentPaths.Straight(from, to, amounts) : LatentPaths.Round(from, to, amounts);
        return walk.MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The mean of some, minus the mean of others, plus the mean of more: the latent arithmetic of Radford et al. (2016, section
    /// 6.3.2), such as smiling women minus neutral women plus neutral men.
    /// </summary>
    /// <param name="mean">[A, Z], of any floating-point type: what it starts from.</param>
    /// <param name="minus">[B, Z], of the same type, on the same device: what is taken away.</param>
    /// <param name="plus">[C, Z], of the same type, on the same device: what is added.</param>
    /// <returns>[1, Z]. It may lie outside the cube that uniform latents lie in.</returns>
    /// <remarks>A mean of three or so is steadier than single latents, as the paper found.</remarks>
    /// <exception cref="ArgumentException">The latents do not fit each other.</exception>
    public static Tensor Arithmetic(Tensor mean, Tensor minus, Tensor plus)
    {
        Expect.Latents(mean, nameof(mean));
        CheckLike(mean, -1, minus, nameof(minus));
        CheckLike(mean, -1, plus, nameof(plus));
        using DisposeScope scope = NewDisposeScope();
        return (MeanRow(mean) - MeanRow(minus) + MeanRow(plus)).to(mean.dtype).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// The truncation trick (Brock et al., 2019), less variety for more typical images, as a map: latents drawn from the
    /// distribution become latents drawn from its part within [-limit, limit], component by component.
    /// </summary>
    /// <param name="latents">[N, Z], of any floating-point type, drawn from <paramref name="distribution"/>.</param>
    /// <param name="limit">Above 0. Normal ones hardly change from 4 on, uniform ones not at all from 1 on.</param>
    /// <param name="distribution">Such as <see cref="GeneratorOptions.LatentDistribution"/>.</param>
    /// <returns>[N, Z]: uniform z · min(limit, 1); normal Φ⁻¹(Φ(-limit) + (Φ(limit) - Φ(-limit)) · Φ(z)).</returns>
    /// <remarks>
    /// Brock et al. draw again what falls outside. This moves each component by as little as keeps their order instead, so that a
    /// seed's images stay recognisable while the limit changes; and a limit may come down to nearly 0, which is the mean.
    /// </remarks>
    /// <exception cref="ArgumentException">The latents are not [N, Z], or <paramref name="limit"/> is not above 0.</exception>
    public static Tensor Truncate(Tensor latents, double limit, LatentDistribution distribution)
    {
        Expect.Latents(latents, nameof(latents));
        Expect.Above(0, limit, nameof(limit));
        Expect.Defined(distribution, nameof(distribution));
        using DisposeScope scope = NewDisposeScope();
        Tensor wide = latents.to(float64);
        Tensor truncated = distribution == LatentDistribution.Normal ? TruncatedNormal.Of(wide, limit) : wide * Math.Min(limit, 1);
        return truncated.to(latents.dtype).MoveToOuterDisposeScope();
    }

    private static void CheckPair([NotNull] Tensor? from, [NotNull] Tensor? to, double amount)
    {
        Expect.Latents(from, nameof(from));
        CheckLike(from, from.shape[0], to, nameof(to));
        Expect.Finite(amount, nameof(amount));
    }

    private static void CheckLike(Tensor first, long rows, [NotNull] Tensor? latents, string name)
    {
        Expect.Latents(latents, name);
        Expect.Shape(latents, name, rows, first.shape[1]);
        Expect.Alike(latents, name, first);
    }

    private static Tensor Everywhere(double amount, Tensor latents) => full([1, 1], amount, float64, latents.device);

    private static Tensor MeanRow(Tensor latents) => latents.to(float64).mean([0], keepdim: true);
}
