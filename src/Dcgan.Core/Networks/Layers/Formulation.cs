namespace Dcgan.Core;

/// <summary>Equivalent formulations of a convolution.</summary>
internal enum Formulation
{
    /// <summary>The libtorch operation.</summary>
    Direct,

    /// <summary>A matrix product; its overlapping contributions are then summed.</summary>
    Product,

    /// <summary>A convolution with stride 1 over the four phases of the larger maps.</summary>
    Phases,

    /// <summary>Fewer multiplications and more additions, after a transform of the kernel (Winograd), in libtorch's operations.</summary>
    MinimalFiltering,

    /// <summary>Minimal filtering over larger tiles, in C#.</summary>
    Tiles,

    /// <summary>Matrix products with the positions of the larger maps under the kernel (im2col).</summary>
    Columns,
}
