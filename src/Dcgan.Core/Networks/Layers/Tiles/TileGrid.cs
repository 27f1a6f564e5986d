using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The sizes of one convolution between smaller maps [N, small, H, W] and larger maps [N, large, 2H, 2W], and the tiles into which
/// <see cref="TileConvolution"/> cuts the maps: 4x4 positions of the smaller maps, or 4x4 in each of the four phases of the larger
/// maps. Tiles at the lower and right edge may be partly outside of the maps.
/// </summary>
/// <param name="Images">Number of images, N.</param>
/// <param name="Height">Height of the smaller maps.</param>
/// <param name="Width">Width of the smaller maps.</param>
/// <param name="Small">Number of channels of the smaller maps.</param>
/// <param name="Large">Number of channels of the larger maps.</param>
internal readonly record struct TileGrid(int Images, int Height, int Width, int Small, int Large)
{
    /// <summary>Side of a tile, in positions of the smaller maps.</summary>
    internal const int Side = 4;

    /// <summary>Side of the window of smaller maps that a tile of the larger maps depends on: the tile and 1 position around it.</summary>
    internal const int Window = 6;

    /// <summary>Number of matrix products: one for each place of a window.</summary>
    internal const int Products = Window * Window;

    /// <summary>Number of tiles of an image along the height.</summary>
    internal int Down => (Height + Side - 1) / Side;

    /// <summary>Number of tiles of an image along the width.</summary>
    internal int Across => (Width + Side - 1) / Side;

    /// <summary>Number of tiles of an image.</summary>
    internal int TilesOfImage => Down * Across;

    internal int TilesOf(Slice images) => images.Count * TilesOfImage;

    internal Slice AllImages => new(0, Images);

    internal Slice AllSmall => new(0, Small);

    internal Slice AllLarge => new(0, Large);

    internal long[] SmallShape => [Images, Small, Height, Width];

    internal long[] LargeShape => [Images, Large, 2 * Height, 2 * Width];

    internal long[] KernelShape => [Small, Large, Kernel.Side, Kernel.Side];

    internal static TileGrid OfSmaller(Tensor small, long large) =>
        new((int)small.size(0), (int)small.size(2), (int)small.size(3), (int)small.size(1), (int)large);

    internal static TileGrid OfLarger(Tensor large, long small) =>
        new((int)large.size(0), (int)large.size(2) / 2, (int)large.size(3) / 2, (int)small, (int)large.size(1));
}
