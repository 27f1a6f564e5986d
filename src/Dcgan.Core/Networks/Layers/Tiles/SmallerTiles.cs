using System.Numerics;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Transforms smaller maps, [N, H, W, C] in memory, to the factors of the products, [36, tiles, C], and back by the transpose.
/// </summary>
internal static unsafe class SmallerTiles
{
    /// <summary>Transforms the windows of some images and channels.</summary>
    /// <param name="maps">The smaller maps, contiguous [N, H, W, C].</param>
    /// <param name="grid">The sizes of the maps.</param>
    /// <param name="images">The images to transform.</param>
    /// <param name="channels">The channels to transform.</param>
    internal static Tensor Of(Tensor maps, TileGrid grid, Slice images, Slice channels)
    {
        Tensor tiles = Layout(grid, images, channels).Empty(maps.dtype);
        Run(maps, grid, images, channels, tiles, transposes: false);
        return tiles;
    }

    /// <summary>Applies the transpose of <see cref="Of"/> and writes into maps. Windows overlap, so the maps are sums.</summary>
    internal static void To(Tensor tiles, TileGrid grid, Slice images, Slice channels, Tensor maps) =>
        Run(maps, grid, images, channels, tiles, transposes: true);

    private static TileLayout Layout(TileGrid grid, Slice images, Slice channels) => TileLayout.ByRows(grid.TilesOf(images), channels.Count);

    private static void Run(Tensor maps, TileGrid grid, Slice images, Slice channels, Tensor tiles, bool transposes)
    {
        TileLayout layout = Layout(grid, images, channels);
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
        long* positions = stackalloc long[TileGrid.Products];
        bool* adds = stackalloc bool[TileGrid.Products];
        int tile = image * grid.TilesOfImage;
        for (int down = 0; down < grid.Down; down++)
        {
            for (int across = 0; across < grid.Across; across++, tile++)
            {
                Locate(grid, images.First + image, down, across, channels.First, positions, adds);
                if (transposes)
                {
                    TileTransform<TElement, TElement, T, WindowAxis<T>>.To((TElement*)tiles, layout, tile, 0, (TElement*)maps, positions, adds, channels.Count);
                }
                else
                {
                    TileTransform<TElement, TElement, T, WindowAxis<T>>.Of((TElement*)maps, positions, channels.Count, (TElement*)tiles, layout, tile, 0);
                }
            }
        }
    }

    /// <summary>
    /// Locates the positions of a window. A position that an earlier tile, above or to the left, has in its window too is added to.
    /// </summary>
    private static void Locate(TileGrid grid, int image, int down, int across, int channel, long* positions, bool* adds)
    {
        const int Overlap = TileGrid.Window - TileGrid.Side;
        for (int row = 0; row < TileGrid.Window; row++)
        {
            int y = (down * TileGrid.Side) - 1 + row;
            for (int column = 0; column < TileGrid.Window; column++)
            {
                int x = (across * TileGrid.Side) - 1 + column;
                int place = (row * TileGrid.Window) + column;
                bool isInside = y >= 0 && y < grid.Height && x >= 0 && x < grid.Width;
                positions[place] = isInside ? (((((long)image * grid.Height) + y) * grid.Width + x) * grid.Small) + channel : -1;
                adds[place] = (down > 0 && row < Overlap) || (across > 0 && column < Overlap);
            }
        }
    }
}
