namespace Dcgan.Core;

/// <summary>
/// Latents of a seed, bit-identical on every machine. Each value is a function of the seed, the index of the latent and the index
/// of the component, so the first latents of a seed do not depend on the number of latents drawn.
/// </summary>
internal static class SeededLatents
{
    /// <summary>
    /// Half a step of the 53-bit grid: centers each uniform value in its interval, which keeps the values in (0, 1).
    /// </summary>
    private const double HalfStep = 0.5;

    private const double Steps = 1L << 53;

    /// <summary>Fills a span with consecutive latents.</summary>
    /// <param name="latents">Rows of <paramref name="latentSize"/> values.</param>
    /// <param name="latentSize">Number of components of a latent.</param>
    /// <param name="distribution">Distribution of each component.</param>
    /// <param name="seed">The same seed gives the same latents.</param>
    /// <param name="first">Index of the first latent in the sequence of the seed.</param>
    /// <param name="stream">Purpose of the latents.</param>
    internal static void Fill(
        Span<float> latents,
        int latentSize,
        LatentDistribution distribution,
        long seed,
        long first = 0,
        SeedStream stream = SeedStream.NamedLatents)
    {
        ulong ofSeed = SplitMix64.Mix((ulong)seed, (ulong)stream);
        for (int place = 0; place < latents.Length; place++)
        {
            (int latent, int component) = Math.DivRem(place, latentSize);
            ulong bits = SplitMix64.Mix(SplitMix64.Mix(ofSeed, (ulong)(first + latent) + 1), (ulong)component + 1);
            double uniform = ((bits >> 11) + HalfStep) / Steps;
            latents[place] = (float)(distribution == LatentDistribution.Normal ? NormalQuantile.Of(uniform) : (2 * uniform) - 1);
        }
    }
}
