namespace Dcgan.Core;

/// <summary>What a generator's latents are drawn from, each component on its own.</summary>
public enum LatentDistribution
{
    /// <summary>Uniform in [-1, 1]. The reference's, and the DCGAN paper's text's.</summary>
    Uniform,

    /// <summary>Standard normal. What the paper's authors' code and most later DCGANs draw from.</summary>
    Normal,
}
