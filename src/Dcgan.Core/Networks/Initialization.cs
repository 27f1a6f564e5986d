namespace Dcgan.Core;

/// <summary>Distribution of a network's initial weights. Biases always start at 0.</summary>
public enum Initialization
{
    /// <summary>
    /// Uniform in ±sqrt(6 / (fan in + fan out)) (Glorot and Bengio, 2010); the fans of a convolution include the 25 elements of
    /// its kernel. Batch-normalization scales start at 1. Used by the reference.
    /// </summary>
    GlorotUniform,

    /// <summary>
    /// Normal with standard deviation 0.02: mean 0 for convolutions and linear layers, mean 1 for batch-normalization scales.
    /// Used by the DCGAN paper (Radford et al., 2016, section 4) and its authors' code.
    /// </summary>
    Normal,
}
