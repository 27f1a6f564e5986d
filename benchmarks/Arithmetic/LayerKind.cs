namespace Dcgan.Benchmarks;

/// <summary>Kinds of layers whose arithmetic is counted.</summary>
internal enum LayerKind
{
    /// <summary>Matrix product.</summary>
    Linear,

    /// <summary>5x5 convolution with stride 2, which halves both sides.</summary>
    Convolution,

    /// <summary>5x5 transposed convolution with stride 2, which doubles both sides.</summary>
    TransposedConvolution,
}
