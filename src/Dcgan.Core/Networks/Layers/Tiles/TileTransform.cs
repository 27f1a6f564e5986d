using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>
/// Transforms one tile along both axes, between its positions in a tensor and its <see cref="TileGrid.Products"/> places in a tensor
/// of transformed tiles. The positions hold rows of channels, which are contiguous.
/// </summary>
/// <typeparam name="TPosition">An element at a position.</typeparam>
/// <typeparam name="TPlace">An element at a place.</typeparam>
/// <typeparam name="T">Type of the calculation.</typeparam>
/// <typeparam name="TAxis">The transform along one axis.</typeparam>
internal static unsafe class TileTransform<TPosition, TPlace, T, TAxis>
    where TPosition : unmanaged, ITileElement<TPosition, T>
    where TPlace : unmanaged, ITileElement<TPlace, T>
    where T : unmanaged
    where TAxis : ITileAxis<T>
{
    private static int Lanes => Vector512<T>.Count;

    /// <summary>Whether a vector's elements fill only a part of a cache line at a place.</summary>
    private static bool IsNarrow => sizeof(TPlace) < sizeof(T);

    /// <summary>Whether places are stored past the cache. In bfloat16, with half of the memory, they fit into it more often, and are not.</summary>
    private static bool Streams => TAxis.Streams && !IsNarrow;

    /// <summary>Number of channels whose elements at a place fill a cache line.</summary>
    private static int LineChannels => sizeof(Vector512<T>) / sizeof(TPlace);

    private static int BufferVectors => TileGrid.Window * (1 + TAxis.Side);

    /// <summary>Size of a buffer for a line and half of a transform and, if needed, a cache line for each place, with room to align it.</summary>
    private static int BufferBytes => (BufferVectors + (IsNarrow ? TileGrid.Products : 0) + 1) * sizeof(Vector512<T>);

    /// <summary>Transforms a tile to products.</summary>
    /// <param name="from">The tensor with the positions.</param>
    /// <param name="positions">Index of each position's first channel; negative for a position outside, which is 0.</param>
    /// <param name="channels">Number of channels.</param>
    /// <param name="to">The tensor with the transformed tiles.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="row">The row of the tile.</param>
    /// <param name="column">The column of its first channel.</param>
    [SkipLocalsInit] // Clearing the buffer would take as long as the transform.
    internal static void Of(TPosition* from, long* positions, int channels, TPlace* to, in TileLayout layout, int row, int column)
    {
        byte* bytes = stackalloc byte[BufferBytes];
        Vector512<T>* buffer = Align(bytes);
        TPlace* lines = (TPlace*)(buffer + BufferVectors);
        int channel = 0;
        if (IsNarrow)
        {
            for (; channel + LineChannels <= channels; channel += LineChannels)
            {
                for (int part = 0; part < LineChannels; part += Lanes)
                {
                    Of(from + channel + part, positions, Lanes, lines + part, LineChannels, buffer);
                }

                Copy(lines, LineChannels, to + layout.At(row, column + channel), layout.PlaceStep);
            }
        }

        for (; channel + Lanes <= channels; channel += Lanes)
        {
            Of(from + channel, positions, Lanes, to + layout.At(row, column + channel), layout.PlaceStep, buffer);
        }

        if (channel < channels)
        {
            Of(from + channel, positions, channels - channel, to + layout.At(row, column + channel), layout.PlaceStep, buffer);
        }

        if (Streams)
        {
            StreamingStore.Finish();
        }
    }

    /// <summary>Applies the transpose of <see cref="Of(TPosition*, long*, int, TPlace*, in TileLayout, int, int)"/>.</summary>
    /// <param name="from">The tensor with the transformed tiles.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="row">The row of the tile.</param>
    /// <param name="column">The column of its first channel.</param>
    /// <param name="to">The tensor with the positions.</param>
    /// <param name="positions">Index of each position's first channel; negative for a position outside.</param>
    /// <param name="adds">Whether each position is added to what is there; null for none.</param>
    /// <param name="channels">Number of channels.</param>
    [SkipLocalsInit]
    internal static void To(TPlace* from, in TileLayout layout, int row, int column, TPosition* to, long* positions, bool* adds, int channels)
    {
        byte* bytes = stackalloc byte[BufferBytes];
        Vector512<T>* buffer = Align(bytes);
        TPlace* lines = (TPlace*)(buffer + BufferVectors);
        int channel = 0;
        if (IsNarrow)
        {
            for (; channel + LineChannels <= channels; channel += LineChannels)
            {
                Copy(from + layout.At(row, column + channel), layout.PlaceStep, lines, LineChannels);
                for (int part = 0; part < LineChannels; part += Lanes)
                {
                    To(lines + part, LineChannels, to + channel + part, positions, adds, Lanes, buffer);
                }
            }
        }

        for (; channel + Lanes <= channels; channel += Lanes)
        {
            To(from + layout.At(row, column + channel), layout.PlaceStep, to + channel, positions, adds, Lanes, buffer);
        }

        if (channel < channels)
        {
            To(from + layout.At(row, column + channel), layout.PlaceStep, to + channel, positions, adds, channels - channel, buffer);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Of(TPosition* from, long* positions, int lanes, TPlace* to, long step, Vector512<T>* buffer)
    {
        Vector512<T>* line = buffer;
        Vector512<T>* half = buffer + TileGrid.Window;
        for (int row = 0; row < TAxis.Side; row++)
        {
            for (int across = 0; across < TAxis.Side; across++)
            {
                long position = positions[(row * TAxis.Side) + across];
                line[across] = position < 0 ? Vector512<T>.Zero : VectorLanes.Load<TPosition, T>(from + position, lanes);
            }

            TAxis.Of(line, 1, half + (row * TileGrid.Window), 1);
        }

        for (int across = 0; across < TileGrid.Window; across++)
        {
            TAxis.Of(half + across, TileGrid.Window, line, 1);
            for (int down = 0; down < TileGrid.Window; down++)
            {
                TPlace* place = to + (((down * TileGrid.Window) + across) * step);
                if (Streams && lanes == Lanes)
                {
                    StreamingStore.Line(line[down].AsByte(), (byte*)place);
                }
                else
                {
                    VectorLanes.Store(line[down], place, lanes);
                }
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void To(TPlace* from, long step, TPosition* to, long* positions, bool* adds, int lanes, Vector512<T>* buffer)
    {
        Vector512<T>* line = buffer;
        Vector512<T>* half = buffer + TileGrid.Window;
        for (int across = 0; across < TileGrid.Window; across++)
        {
            for (int down = 0; down < TileGrid.Window; down++)
            {
                line[down] = VectorLanes.Load<TPlace, T>(from + (((down * TileGrid.Window) + across) * step), lanes);
            }

            TAxis.To(line, 1, half + across, TileGrid.Window);
        }

        for (int down = 0; down < TAxis.Side; down++)
        {
            TAxis.To(half + (down * TileGrid.Window), 1, line, 1);
            for (int across = 0; across < TAxis.Side; across++)
            {
                int place = (down * TAxis.Side) + across;
                if (positions[place] >= 0)
                {
                    TPosition* position = to + positions[place];
                    Vector512<T> value = adds != null && adds[place] ? line[across] + VectorLanes.Load<TPosition, T>(position, lanes) : line[across];
                    VectorLanes.Store(value, position, lanes);
                }
            }
        }
    }

    /// <summary>
    /// Copies a cache line at each place. The places of a tile are often a power of two apart, so that they compete for the same cache lines;
    /// if all of a line is used at once, each is needed only once.
    /// </summary>
    private static void Copy(TPlace* from, long fromStep, TPlace* to, long toStep)
    {
        for (int place = 0; place < TileGrid.Products; place++)
        {
            Vector512.Load((byte*)(from + (place * fromStep))).Store((byte*)(to + (place * toStep)));
        }
    }

    /// <summary>Rounds an address up to the alignment of a vector, so that no vector crosses two cache lines.</summary>
    private static Vector512<T>* Align(byte* bytes) => (Vector512<T>*)(((nint)bytes + sizeof(Vector512<T>) - 1) & -sizeof(Vector512<T>));
}
