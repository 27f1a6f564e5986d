namespace Dcgan.Core;

/// <summary>Equivalent ways to compute a convolution.</summary>
internal enum Formulation
{
    /// <summary>The operation of libtorch.</summary>
    Direct,

    /// <summary>A matrix product, whose overlapping contributions are then added up.</summary>
    Product,

    /// <summary>A convolution of stride 1 over the four phases of the larger maps.</summary>
    Phases,

    /// <summary>Fewer multiplications and more additions, after a transform of the kernel (Winograd).</summary>
    MinimalFiltering,
}
