namespace Dcgan.Core;

/// <summary>
/// Latents that a seed names, to the bit the same on every machine and without any library: each number is a function of the
/// seed, its latent's place and its own place in it, so that the first latents of a seed do not depend on how many are drawn.
/// </summary>
internal static class SeededLatents
{
    /// <summary>Half the width of what a uniform number's 53 random bits stand for.</summary>
    private const double HalfStep = 0.5;

    private const double Steps = 1L << 53;

    /// <summary>Fills latents, one behind the other.</summary>
    /// <param name="latents">As many as <paramref name="latentSize"/> divides it into.</param>
    /// <param name="latentSize">Components of each.</param>
    /// <param name="distribution">Of each component.</param>
    /// <param name="seed">Names them.</param>
    /// <param name="first">The place of the first among the seed's.</param>
    /// <param name="stream">What they are for.</param>
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
