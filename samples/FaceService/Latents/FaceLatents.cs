using Dcgan.Core;
using FaceService.Model;

namespace FaceService.Latents;

/// <summary>The latents that seeds name for one model: the same numbers as the library's Generator.DrawLatents(1, seed).</summary>
/// <param name="facts">The model's.</param>
internal sealed class FaceLatents(ModelFacts facts)
{
    /// <summary>The latent of a seed.</summary>
    public float[] Of(long seed)
    {
        float[] latent = new float[facts.LatentSize];
        SeededLatents.Fill(latent, facts.LatentSize, facts.Distribution, seed);
        return latent;
    }

    /// <summary>A latent on the way from one to another.</summary>
    /// <param name="from">Where <paramref name="share"/> is 0.</param>
    /// <param name="to">Where it is 1.</param>
    /// <param name="share">From 0 to 1.</param>
    public float[] Between(float[] from, float[] to, double share) => facts.Distribution == LatentDistribution.Normal
        ? Interpolation.Spherical(from, to, share)
        : Interpolation.Linear(from, to, share);

    /// <summary>The mean of some faces' latents.</summary>
    /// <param name="seeds">At least one.</param>
    public float[] Mean(IReadOnlyList<long> seeds)
    {
        float[] sum = new float[facts.LatentSize];
        foreach (long seed in seeds)
        {
            Add(sum, Of(seed), 1f / seeds.Count);
        }

        return sum;
    }

    /// <summary>Adds a latent times a factor to another.</summary>
    public static void Add(float[] sum, float[] latent, float factor)
    {
        for (int component = 0; component < sum.Length; component++)
        {
            sum[component] += factor * latent[component];
        }
    }
}
