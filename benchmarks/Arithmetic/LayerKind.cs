namespace Dcgan.Benchmarks;

/// <summary>The layers that do arithmetic worth counting.</summary>
internal enum LayerKind
{
    /// <summary>A matrix product.</summary>
    Linear,

    /// <summary>5x5, stride 2: halves the side.</summary>
    Convolution,

    /// <summary>5x5, stride 2: doubles the side.</summary>
    TransposedConvolution,
}
