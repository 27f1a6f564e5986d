namespace Dcgan.Core;

/// <summary>How the matrix products of tiles and a kernel are computed.</summary>
internal enum TileProducts
{
    /// <summary>As a batch of matrix products. Tiles are [36, tiles, columns].</summary>
    Batch,

    /// <summary>As one convolution with a 1x1 kernel in 36 groups. Tiles are [tiles, 36, columns].</summary>
    Groups,
}
