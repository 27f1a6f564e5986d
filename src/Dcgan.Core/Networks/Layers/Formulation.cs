namespace Dcgan.Core;

/// <summary>Ways to compute one and the same convolution.</summary>
internal enum Formulation
{
    /// <summary>libtorch's own operation.</summary>
    Direct,

    /// <summary>A matrix product, and its contributions added up where they fall.</summary>
    Product,

    /// <summary>A convolution without stride of the four phases of the larger maps.</summary>
    Phases,

    /// <summary>Fewer multiplications for more additions, once the kernel has been transformed.</summary>
    MinimalFiltering,
}
