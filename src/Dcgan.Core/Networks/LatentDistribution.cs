namespace Dcgan.Core;

/// <summary>Distribution of a generator's latents. Components are independent.</summary>
public enum LatentDistribution
{
    /// <summary>Uniform in [-1, 1]. Used by the reference and in the text of the DCGAN paper.</summary>
    Uniform,

    /// <summary>Standard normal. Used by the code of the paper's authors and by most later DCGANs.</summary>
    Normal,
}
