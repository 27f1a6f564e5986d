using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Keeps a search among latents as they are drawn: elsewhere a generator can be made to show anything.</summary>
internal static class PlausibleLatents
{
    /// <summary>
    /// How far the norm of a standard normal latent may be from the square root of its size. Its standard deviation is about
    /// 0.71 whatever the size, so that 1 in 200 is farther away.
    /// </summary>
    private const double NormTolerance = 2;

    /// <summary>Keeps the quotient below a number where there is no direction to move in.</summary>
    private const double SmallestNorm = 1e-12;

    /// <summary>Moves latents [N, Z] to the nearest place where they may be, in their own memory.</summary>
    internal static void Project(Tensor latents, LatentDistribution distribution)
    {
        if (distribution == LatentDistribution.Uniform)
        {
            latents.clamp_(-1, 1);
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        double typical = Math.Sqrt(latents.shape[1]);
        Tensor norms = latents.norm(1, keepdim: true).clamp_min_(SmallestNorm);
        latents.mul_(norms.clamp(Math.Max(0, typical - NormTolerance), typical + NormTolerance) / norms);
    }
}
