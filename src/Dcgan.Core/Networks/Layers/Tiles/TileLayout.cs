using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Where the factors of the <see cref="TileGrid.Products"/> matrix products are in memory: transformed tiles, with a row for each tile,
/// or a transformed kernel. One factor comes after the other.
/// </summary>
/// <param name="Rows">Number of rows of a factor.</param>
/// <param name="Columns">Number of columns of a factor.</param>
/// <param name="IsInPanels">Whether the columns are cut into panels, which come one after the other.</param>
/// <param name="Gap">Elements after each factor that nothing uses.</param>
internal readonly record struct TileLayout(int Rows, int Columns, bool IsInPanels, int Gap)
{
    /// <summary>
    /// Without gaps, factors are often a power of two apart, so that the places of a tile compete for the same lines of the cache.
    /// libtorch's products would copy factors with gaps.
    /// </summary>
    private const int LineGap = 32;

    /// <summary>Distance between two factors: the places of a tile.</summary>
    internal long PlaceStep => ((long)Rows * Columns) + Gap;

    /// <summary>As libtorch's products need and make factors: [36, rows, columns], contiguous.</summary>
    internal static TileLayout Contiguous(int rows, int columns) => new(rows, columns, IsInPanels: false, 0);

    /// <summary>[36, rows, columns] with gaps.</summary>
    internal static TileLayout Spaced(int rows, int columns) => new(rows, columns, IsInPanels: false, LineGap);

    /// <summary>Panels for <see cref="PanelProduct"/>, with gaps: [36, panels, rows, columns of a panel].</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns, a multiple of a panel's.</param>
    internal static TileLayout Panels(int rows, int columns) => new(rows, columns, IsInPanels: true, LineGap);

    /// <summary>Index of an element of the first factor.</summary>
    internal long At(int row, int column)
    {
        if (!IsInPanels)
        {
            return ((long)row * Columns) + column;
        }

        (int panel, int rest) = Math.DivRem(column, PanelProduct.Columns);
        return ((((long)panel * Rows) + row) * PanelProduct.Columns) + rest;
    }

    /// <summary>Allocates the factors: [36, rows, columns], or [36, panels, rows, columns of a panel].</summary>
    internal Tensor Empty(ScalarType type)
    {
        const int Width = PanelProduct.Columns;
        return IsInPanels
            ? empty_strided([TileGrid.Products, Columns / Width, Rows, Width], [PlaceStep, (long)Rows * Width, Width, 1], type, CPU)
            : empty_strided([TileGrid.Products, Rows, Columns], [PlaceStep, Columns, 1], type, CPU);
    }
}
