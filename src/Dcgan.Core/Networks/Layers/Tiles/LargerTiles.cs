using System.Numerics;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Transforms larger maps, [N, 2H, 2W, C] in memory, to the places of the products, [36, tiles, 4C], and back by the transpose: the
/// sums that make the output of an upsampling. Each of the four phases is a tile of its own.
/// </summary>
internal static unsafe class LargerTiles
{
    /// <summary>Transforms the tiles of some images and channels.</summary>
    /// <param name="maps">The larger maps, contiguous [N, 2H, 2W, C].</param>
    /// <param name="grid">The sizes of the maps.</param>
    /// <param name="images">The images to transform.</param>
    /// <param name="channels">The channels to transform.</param>
    /// <param name="layout">The layout of the tiles.</param>
    internal static Tensor Of(Tensor maps, TileGrid grid, Slice images, Slice channels, TileLayout layout)
    {
        Tensor tiles = layout.Empty(maps.dtype);
        Run(maps, grid, images, channels, tiles, layout, transposes: false);
        return tiles;
    }

    /// <summary>Applies the transpose of <see cref="Of"/> to tiles row by row and writes into maps.</summary>
    internal static void To(Tensor tiles, TileGrid grid, Slice images, Slice channels, Tensor maps) =>
        Run(maps, grid, images, channels, tiles, TileLayout.ByRows(grid.TilesOf(images), Kernel.Phases * channels.Count), transposes: true);

    private static void Run(Tensor maps, TileGrid grid, Slice images, Slice channels, Tensor tiles, TileLayout layout, bool transposes)
    {
        TileBuffers.Transform(
            maps,
            tiles,
            images.Count,
            (positions, places, image) => Image<PlainElement<float>, float>(positions, grid, images, image, channels, places, layout, transposes),
            (positions, places, image) => Image<PlainElement<double>, double>(positions, grid, images, image, channels, places, layout, transposes),
            (positions, places, image) => Image<BFloat16Element, float>(positions, grid, images, image, channels, places, layout, transposes));
    }

    private static void Image<TElement, T>(nint maps, TileGrid grid, Slice images, int image, Slice channels, nint tiles, TileLayout layout, bool transposes)
        where TElement : unmanaged, ITileElement<TElement, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        long* positions = stackalloc long[TileGrid.Side * TileGrid.Side];
        int tile = image * grid.TilesOfImage;
        for (int down = 0; down < grid.Down; down++)
        {
            for (int across = 0; across < grid.Across; across++, tile++)
            {
                for (int phase = 0; phase < Kernel.Phases; phase++)
                {
                    Locate(grid, images.First + image, down, across, phase, channels.First, positions);
                    if (transposes)
                    {
                        TileTransform<TElement, TElement, T, OutputAxis<T>>.To((TElement*)tiles, layout, tile, phase * channels.Count, (TElement*)maps, positions, adds: null, channels.Count);
                    }
                    else
                    {
                        TileTransform<TElement, TElement, T, OutputAxis<T>>.Of((TElement*)maps, positions, channels.Count, (TElement*)tiles, layout, tile, phase * channels.Count);
                    }
                }
            }
        }
    }

    private static void Locate(TileGrid grid, int image, int down, int across, int phase, int channel, long* positions)
    {
        (int phaseRow, int phaseColumn) = (phase / 2, phase % 2);
        for (int row = 0; row < TileGrid.Side; row++)
        {
            int y = (down * TileGrid.Side) + row;
            for (int column = 0; column < TileGrid.Side; column++)
            {
                int x = (across * TileGrid.Side) + column;
                long line = (((long)image * grid.Height) + y) * 2 + phaseRow;
                long pixel = (line * grid.Width + x) * 2 + phaseColumn;
                positions[(row * TileGrid.Side) + column] = y < grid.Height && x < grid.Width ? (pixel * grid.Large) + channel : -1;
            }
        }
    }
}
