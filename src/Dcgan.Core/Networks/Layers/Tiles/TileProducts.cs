namespace Dcgan.Core;

/// <summary>How the matrix products of tiles and a kernel are computed.</summary>
internal enum TileProducts
{
    /// <summary>As a batch of matrix products by libtorch.</summary>
    Batch,

    /// <summary>By <see cref="PanelProduct"/>, in float32.</summary>
    Panels,
}
