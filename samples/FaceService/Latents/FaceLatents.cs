using Dcgan.Core;
using FaceService.Model;

namespace FaceService.Latents;

/// <summary>Creates and combines latents for one model. A seed gives the same values as Generator.DrawLatents(1, seed) in the library.</summary>
/// <param name="info">The model's latent size and distribution.</param>
internal sealed class FaceLatents(ModelInfo info)
{
    /// <summary>The latent for a seed.</summary>
    public float[] FromSeed(long seed)
    {
        float[] latent = new float[info.LatentSize];
        SeededLatents.Fill(latent, info.LatentSize, info.Distribution, seed);
        return latent;
    }

    /// <summary>Interpolates between two latents: spherically for normal latents, linearly for uniform latents.</summary>
    /// <param name="from">The result for fraction 0.</param>
    /// <param name="to">The result for fraction 1.</param>
    /// <param name="fraction">In [0, 1].</param>
    public float[] Interpolate(float[] from, float[] to, double fraction) => info.Distribution == LatentDistribution.Normal
        ? Interpolation.Spherical(from, to, fraction)
        : Interpolation.Linear(from, to, fraction);

    /// <summary>The mean of the latents for several seeds.</summary>
    /// <param name="seeds">At least one seed.</param>
    public float[] Mean(IReadOnlyList<long> seeds)
    {
        float[] sum = new float[info.LatentSize];
        foreach (long seed in seeds)
        {
            Add(sum, FromSeed(seed), 1f / seeds.Count);
        }

        return sum;
    }

    /// <summary>Adds a latent times a factor to <paramref name="sum"/>, in place.</summary>
    public static void Add(float[] sum, float[] latent, float factor)
    {
        for (int component = 0; component < sum.Length; component++)
        {
            sum[component] += factor * latent[component];
        }
    }
}
