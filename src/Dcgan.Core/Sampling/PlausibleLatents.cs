using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Keeps a search within the range of drawn latents; outside of it a generator can produce nearly any image.</summary>
internal static class PlausibleLatents
{
    /// <summary>
    /// Largest distance of the norm of a standard normal latent from the square root of its size. The norm's standard deviation is
    /// about 0.71 for any size, so 1 in 200 latents is farther away.
    /// </summary>
    private const double NormTolerance = 2;

    /// <summary>Avoids a division by 0 for a latent of zeros.</summary>
    private const double SmallestNorm = 1e-12;

    /// <summary>Projects latents [N, Z] in place to the nearest points of that range.</summary>
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
