namespace Dcgan.Core;

/// <summary>How a network's weights are drawn. Biases start at 0, whichever it is.</summary>
public enum Initialization
{
    /// <summary>
    /// Uniform within ±sqrt(6 / (fan in + fan out)) (Glorot and Bengio, 2010), with a convolution's fans counted as
    /// channels times the kernel's 25 places; batch normalisation scales by 1. The reference's.
    /// </summary>
    GlorotUniform,

    /// <summary>
    /// Normal with standard deviation 0.02: convolutions and linear layers around 0, batch normalisation's scales around 1.
    /// The DCGAN paper's (Radford et al., 2016, section 4) and its authors' code's.
    /// </summary>
    Normal,
}
