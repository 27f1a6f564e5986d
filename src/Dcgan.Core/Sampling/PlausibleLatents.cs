using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Keeps a search within the range of drawn latents. Outside of this range a generator can produce nearly any image.
/// </summary>
internal static class PlausibleLatents
{
    /// <summary>
    /// Maximum difference between the norm of a standard normal latent and the square root of its size. The norm's standard
    /// deviation is about 0.71 for any size, so the difference is larger for 1 in 200 latents.
    /// </summary>
    private const double NormTolerance = 2;

    /// <summary>Avoids a division by 0 for a latent of zeros.</summary>
    private const double SmallestNorm = 1e-12;

    /// <summary>Projects latents [N, Z] in place to the nearest points in the range of drawn latents.</summary>
    internal static void Project(Tensor latents, LatentDistribution distribution)
    {
        if (distribution == LatentDistribution.Uniform)
        {
            latents.Clamp_(-1, 1);
            return;
        }

        using DisposeScope scope = NewDisposeScope();
        double typical = Math.Sqrt(latents.size(1));
        Tensor norms = latents.norm(1, keepdim: true).ClampMin_(SmallestNorm);
        latents.mul_(norms.Clamp(Math.Max(0, typical - NormTolerance), typical + NormTolerance) / norms);
    }
}
