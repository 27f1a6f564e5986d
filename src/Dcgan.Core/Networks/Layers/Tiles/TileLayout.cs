using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Where the factors of the <see cref="TileGrid.Products"/> matrix products are in memory: transformed tiles, with a row for each tile,
/// or a transformed kernel. One factor comes after the other.
/// </summary>
/// <param name="Rows">Number of rows of a factor.</param>
/// <param name="Columns">Number of columns of a factor; in panels, a multiple of a panel's.</param>
/// <param name="IsInPanels">Whether the columns are cut into panels, which come one after the other.</param>
internal readonly record struct TileLayout(int Rows, int Columns, bool IsInPanels)
{
    /// <summary>Distance between two factors: the places of a tile.</summary>
    internal long PlaceStep => (long)Rows * Columns;

    /// <summary>Row by row: [36, rows, columns].</summary>
    internal static TileLayout ByRows(int rows, int columns) => new(rows, columns, IsInPanels: false);

    /// <summary>Panels for <see cref="PanelProduct"/>: [36, panels, rows, columns of a panel].</summary>
    /// <param name="rows">Number of rows.</param>
    /// <param name="columns">Number of columns, a multiple of a panel's.</param>
    internal static TileLayout Panels(int rows, int columns) => new(rows, columns, IsInPanels: true);

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

    /// <summary>Allocates the factors, contiguous.</summary>
    internal Tensor Empty(ScalarType type)
    {
        const int Width = PanelProduct.Columns;
        return TileMemory.Empty(IsInPanels ? [TileGrid.Products, Columns / Width, Rows, Width] : [TileGrid.Products, Rows, Columns], type);
    }
}
