using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dcgan.Core;

/// <summary>
/// Transforms one tile along both axes, between its positions in a tensor and its <see cref="TileGrid.Products"/> places in a tensor
/// of transformed tiles. The positions hold rows of channels, which are contiguous.
/// </summary>
/// <typeparam name="T">Type of the calculation.</typeparam>
/// <typeparam name="TAxis">The transform along one axis.</typeparam>
internal static unsafe class TileTransform<T, TAxis>
    where T : unmanaged
    where TAxis : ITileAxis<T>
{
    /// <summary>
    /// Number of channels that are transformed before their products are stored. The places of a tile are often a power of two apart,
    /// so that they compete for the same lines of the cache: whole lines at a time need each of them only once.
    /// </summary>
    private const int Block = 64;

    private static int BlockVectors => Block / Vector<T>.Count;

    /// <param name="from">The tensor with the positions.</param>
    /// <param name="positions">Index of each position's first channel; negative for a position outside, which is 0.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="to">The tensor with the transformed tiles.</param>
    /// <param name="first">Index of the tile's first channel at its first place.</param>
    /// <param name="step">Distance between two places.</param>
    [SkipLocalsInit] // Clearing the buffers would take as long as the transform.
    internal static void Of(T* from, long* positions, int channels, T* to, long first, long step)
    {
        Vector<T>* tile = stackalloc Vector<T>[TAxis.Side * TAxis.Side];
        Vector<T>* half = stackalloc Vector<T>[TAxis.Side * TileGrid.Window];
        Vector<T>* products = stackalloc Vector<T>[TileGrid.Products * BlockVectors];
        for (int block = 0; block < channels; block += Block)
        {
            int width = Math.Min(Block, channels - block);
            for (int vector = 0; vector * Vector<T>.Count < width; vector++)
            {
                int lanes = Math.Min(Vector<T>.Count, width - (vector * Vector<T>.Count));
                long channel = block + (vector * Vector<T>.Count);
                for (int place = 0; place < TAxis.Side * TAxis.Side; place++)
                {
                    tile[place] = positions[place] < 0 ? Vector<T>.Zero : VectorLanes.Load(from + positions[place] + channel, lanes);
                }

                for (int row = 0; row < TAxis.Side; row++)
                {
                    TAxis.Of(tile + (row * TAxis.Side), 1, half + (row * TileGrid.Window), 1);
                }

                for (int across = 0; across < TileGrid.Window; across++)
                {
                    TAxis.Of(half + across, TileGrid.Window, products + (across * BlockVectors) + vector, TileGrid.Window * BlockVectors);
                }
            }

            for (int place = 0; place < TileGrid.Products; place++)
            {
                long index = first + (place * step) + block;
                new ReadOnlySpan<T>(products + (place * BlockVectors), width).CopyTo(new Span<T>(to + index, width));
            }
        }
    }

    /// <summary>Applies the transpose of <see cref="Of"/>.</summary>
    /// <param name="from">The tensor with the transformed tiles.</param>
    /// <param name="first">Index of the tile's first channel at its first place.</param>
    /// <param name="step">Distance between two places.</param>
    /// <param name="to">The tensor with the positions.</param>
    /// <param name="positions">Index of each position's first channel; negative for a position outside.</param>
    /// <param name="adds">Whether each position is added to what is there; null for none.</param>
    /// <param name="channels">Number of channels.</param>
    [SkipLocalsInit]
    internal static void To(T* from, long first, long step, T* to, long* positions, bool* adds, int channels)
    {
        Vector<T>* products = stackalloc Vector<T>[TileGrid.Products * BlockVectors];
        Vector<T>* half = stackalloc Vector<T>[TAxis.Side * TileGrid.Window];
        Vector<T>* row = stackalloc Vector<T>[TAxis.Side];
        for (int block = 0; block < channels; block += Block)
        {
            int width = Math.Min(Block, channels - block);
            for (int place = 0; place < TileGrid.Products; place++)
            {
                long index = first + (place * step) + block;
                new ReadOnlySpan<T>(from + index, width).CopyTo(new Span<T>(products + (place * BlockVectors), width));
            }

            for (int vector = 0; vector * Vector<T>.Count < width; vector++)
            {
                int lanes = Math.Min(Vector<T>.Count, width - (vector * Vector<T>.Count));
                long channel = block + (vector * Vector<T>.Count);
                for (int across = 0; across < TileGrid.Window; across++)
                {
                    TAxis.To(products + (across * BlockVectors) + vector, TileGrid.Window * BlockVectors, half + across, TileGrid.Window);
                }

                for (int down = 0; down < TAxis.Side; down++)
                {
                    TAxis.To(half + (down * TileGrid.Window), 1, row, 1);
                    for (int across = 0; across < TAxis.Side; across++)
                    {
                        int place = (down * TAxis.Side) + across;
                        if (positions[place] >= 0)
                        {
                            long index = positions[place] + channel;
                            Vector<T> value = adds != null && adds[place] ? row[across] + VectorLanes.Load(to + index, lanes) : row[across];
                            VectorLanes.Store(value, to + index, lanes);
                        }
                    }
                }
            }
        }
    }
}
