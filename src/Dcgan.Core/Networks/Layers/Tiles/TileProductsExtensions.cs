using System.Runtime.Intrinsics.X86;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The matrix products of tiles and a kernel.</summary>
internal static class TileProductsExtensions
{
    private const int AmdVendor = 0x68747541; // EBX of CPUID's leaf 0: "Auth", of AuthenticAMD

    /// <summary>
    /// Whether groups can be faster in float32. libtorch's matrix product in float32 is MKL's, which does not use AVX-512 on processors of
    /// AMD; oneDNN's convolution does. On a Zen 3, without AVX-512, the product is more often the faster one.
    /// </summary>
    private static readonly bool HasFastGroups = IsAmdWithAvx512();

    /// <summary>
    /// The faster way on this processor. In a batch, the places of a tile are often a power of two apart, so that they compete for the same
    /// lines of the cache and a transform takes twice as long as in groups. But a convolution with more channels than tiles spends most of
    /// its time on reordering the kernel.
    /// </summary>
    /// <param name="grid">The sizes of the maps.</param>
    /// <param name="type">Element type of the maps.</param>
    internal static TileProducts FastestFor(TileGrid grid, ScalarType type) =>
        (type == ScalarType.BFloat16 || HasFastGroups) && grid.Images * grid.TilesOfImage >= grid.Small ? TileProducts.Groups : TileProducts.Batch;

    /// <summary>The shape of transformed tiles.</summary>
    internal static long[] ShapeOfTiles(this TileProducts products, int tiles, int columns) =>
        products == TileProducts.Batch ? [TileGrid.Products, tiles, columns] : [tiles, TileGrid.Products, columns];

    /// <summary>The distances between two tiles and between two of the 36 places of a tile.</summary>
    internal static (long Tile, long Place) Steps(this TileProducts products, int tiles, int columns) =>
        products == TileProducts.Batch ? (columns, (long)tiles * columns) : ((long)TileGrid.Products * columns, columns);

    /// <summary>Transforms a kernel for <see cref="Up"/>.</summary>
    internal static Tensor KernelForUp(this TileProducts products, Tensor kernel, Slice small, Slice large, ScalarType type) => products == TileProducts.Batch
        ? KernelTiles.Of(kernel, small, large, type)
        : KernelTiles.OfSmallInnermost(kernel, small, large, type);

    /// <summary>Multiplies tiles of smaller maps by a kernel.</summary>
    /// <param name="products">The way.</param>
    /// <param name="tiles">Tiles with <c>small</c> columns.</param>
    /// <param name="kernel">From <see cref="KernelForUp"/>.</param>
    /// <returns>Tiles with <c>4·large</c> columns.</returns>
    internal static Tensor Up(this TileProducts products, Tensor tiles, Tensor kernel) =>
        products == TileProducts.Batch ? tiles.bmm(kernel) : Convolve(tiles, kernel);

    /// <summary>Multiplies tiles of larger maps by a kernel.</summary>
    /// <param name="products">The way.</param>
    /// <param name="tiles">Tiles with <c>4·large</c> columns.</param>
    /// <param name="kernel">From <see cref="KernelTiles.Of"/>.</param>
    /// <returns>Tiles with <c>small</c> columns.</returns>
    internal static Tensor Down(this TileProducts products, Tensor tiles, Tensor kernel) =>
        products == TileProducts.Batch ? tiles.bmm(kernel.transpose(1, 2)) : Convolve(tiles, kernel);

    /// <param name="tiles">[tiles, 36, columns].</param>
    /// <param name="kernel">[36, new columns, columns].</param>
    /// <returns>[tiles, 36, new columns], contiguous.</returns>
    private static Tensor Convolve(Tensor tiles, Tensor kernel)
    {
        Tensor maps = tiles.view(1, tiles.shape[0], 1, -1).permute(0, 3, 1, 2);
        Tensor weight = kernel.view(-1, kernel.shape[2], 1, 1);
        return nn.functional.conv2d(maps, weight, groups: TileGrid.Products).permute(0, 2, 3, 1).contiguous()
            .view(tiles.shape[0], TileGrid.Products, -1);
    }

    private static bool IsAmdWithAvx512() => Avx512F.IsSupported && X86Base.CpuId(0, 0).Ebx == AmdVendor;
}
