using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The matrix products of tiles and a kernel.</summary>
internal static class TileProductsExtensions
{
    /// <summary>The fastest way on this processor.</summary>
    /// <param name="grid">The sizes of the maps.</param>
    /// <param name="type">Element type of the maps.</param>
    internal static TileProducts FastestFor(TileGrid grid, ScalarType type) =>
        PanelProduct.IsFastest(type, grid.Small) && PanelProduct.IsFastest(type, grid.Large) ? TileProducts.Panels : TileProducts.Batch;

    /// <summary>The layout of a second factor. First factors and products are <see cref="TileLayout.ByRows"/>.</summary>
    internal static TileLayout LayoutOfSecond(this TileProducts products, int rows, int columns) =>
        products == TileProducts.Panels ? TileLayout.Panels(rows, columns) : TileLayout.ByRows(rows, columns);

    /// <summary>Transforms a kernel for <see cref="Up"/>.</summary>
    internal static Tensor KernelForUp(this TileProducts products, Tensor kernel, Slice small, Slice large, ScalarType type) =>
        KernelTiles.Of(kernel, small, large, products.LayoutOfSecond(small.Count, Kernel.Phases * large.Count), type);

    /// <summary>Transforms a kernel for <see cref="Down"/>.</summary>
    internal static Tensor KernelForDown(this TileProducts products, Tensor kernel, Slice small, Slice large, ScalarType type)
    {
        int phases = Kernel.Phases * large.Count;
        return products == TileProducts.Panels
            ? KernelTiles.OfSmallInnermost(kernel, small, large, products.LayoutOfSecond(phases, small.Count), type)
            : KernelTiles.Of(kernel, small, large, products.LayoutOfSecond(small.Count, phases), type);
    }

    /// <summary>Multiplies tiles of smaller maps by a kernel.</summary>
    /// <param name="products">The way.</param>
    /// <param name="tiles">Tiles with <c>small</c> columns.</param>
    /// <param name="kernel">From <see cref="KernelForUp"/>.</param>
    /// <returns>Tiles with <c>4·large</c> columns.</returns>
    internal static Tensor Up(this TileProducts products, Tensor tiles, Tensor kernel) =>
        products == TileProducts.Panels ? PanelProduct.Multiply(tiles, kernel) : tiles.bmm(kernel);

    /// <summary>Multiplies tiles of larger maps by a kernel.</summary>
    /// <param name="products">The way.</param>
    /// <param name="tiles">Tiles with <c>4·large</c> columns.</param>
    /// <param name="kernel">From <see cref="KernelForDown"/>.</param>
    /// <returns>Tiles with <c>small</c> columns.</returns>
    internal static Tensor Down(this TileProducts products, Tensor tiles, Tensor kernel) =>
        products == TileProducts.Panels ? PanelProduct.Multiply(tiles, kernel) : tiles.bmm(kernel.transpose(1, 2));

    /// <summary>
    /// Allocates the sum of <see cref="AddGradient"/> if the products are computed in it; otherwise null. Call it before the scopes of the
    /// parts, which the sum must outlive.
    /// </summary>
    internal static Tensor? EmptyGradient(this TileProducts products, int small, int phases) =>
        products == TileProducts.Panels ? TileLayout.ByRows(small, phases).Empty(ScalarType.Float32) : null;

    /// <summary>Multiplies tiles of smaller maps by tiles of larger maps, for the gradient of a kernel.</summary>
    /// <param name="products">The way.</param>
    /// <param name="small">Tiles with <c>small</c> columns.</param>
    /// <param name="large">Tiles with <c>4·large</c> columns, in <see cref="LayoutOfSecond"/>.</param>
    /// <param name="sum">The sum over the parts of the images before this one; for the first part, <see cref="EmptyGradient"/>.</param>
    /// <param name="isFirst">Whether this is the first part.</param>
    /// <param name="isOnly">Whether there is only this part.</param>
    /// <returns>The sum, with <c>small</c> rows and <c>4·large</c> columns.</returns>
    internal static Tensor AddGradient(this TileProducts products, Tensor small, Tensor large, Tensor? sum, bool isFirst, bool isOnly)
    {
        Tensor rows = small.transpose(1, 2);
        if (products == TileProducts.Panels)
        {
            PanelProduct.Multiply(rows, large, sum!, adds: !isFirst);
            return sum!;
        }

        Tensor product = rows.bmm(large);
        return sum?.Add_(product) ?? (isOnly ? product : product.AtLeastFloat32()); // Sums in bfloat16 would lose bits.
    }
}
