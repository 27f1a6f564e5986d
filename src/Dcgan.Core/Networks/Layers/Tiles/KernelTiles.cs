using System.Buffers;
using System.Numerics;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Transforms a kernel, [small, large, 5, 5], to the factors of the products and back by the transpose. Each of the four phases uses
/// every other row and column of the kernel: 3x3 taps, of which some are zero padding.
/// </summary>
internal static unsafe class KernelTiles
{
    private const int Taps = Kernel.Side * Kernel.Side;

    /// <summary>Taps of a phase along one axis.</summary>
    private const int PhaseSide = 3;

    /// <summary>Transforms the kernels of some channels to <c>small</c> rows and <c>4·large</c> columns.</summary>
    /// <param name="kernel">The kernel, contiguous; float32 if the result is bfloat16.</param>
    /// <param name="small">The channels of the smaller maps.</param>
    /// <param name="large">The channels of the larger maps.</param>
    /// <param name="layout">The layout of the result.</param>
    /// <param name="type">Element type of the result.</param>
    internal static Tensor Of(Tensor kernel, Slice small, Slice large, TileLayout layout, ScalarType type)
    {
        Tensor tiles = layout.Empty(type);
        Run(kernel, KernelRows.OfSmall(kernel, small, large), tiles, layout, transposes: false);
        return tiles;
    }

    /// <summary>Transforms the kernels of some channels to <c>4·large</c> rows and <c>small</c> columns.</summary>
    internal static Tensor OfSmallInnermost(Tensor kernel, Slice small, Slice large, TileLayout layout, ScalarType type)
    {
        Tensor tiles = layout.Empty(type);
        Run(kernel, KernelRows.OfLarge(kernel, small, large), tiles, layout, transposes: false);
        return tiles;
    }

    /// <summary>Applies the transpose of <see cref="Of"/> and writes into a kernel.</summary>
    internal static void To(Tensor tiles, Slice small, Slice large, TileLayout layout, Tensor kernel) =>
        Run(kernel, KernelRows.OfSmall(kernel, small, large), tiles, layout, transposes: true);

    private static void Run(Tensor kernel, KernelRows rows, Tensor tiles, TileLayout layout, bool transposes)
    {
        TileBuffers.Transform(
            kernel,
            tiles,
            rows.Count,
            (taps, places, row) => Row<PlainElement<float>, float>(taps, rows, row, places, layout, transposes),
            (taps, places, row) => Row<PlainElement<double>, double>(taps, rows, row, places, layout, transposes),
            (taps, places, row) => Row<BFloat16Element, float>(taps, rows, row, places, layout, transposes));
    }

    /// <summary>Transforms a row of kernels, through a copy with the channels innermost.</summary>
    private static void Row<TTile, T>(nint kernel, KernelRows rows, int row, nint tiles, TileLayout layout, bool transposes)
        where TTile : unmanaged, ITileElement<TTile, T>
        where T : unmanaged, IBinaryFloatingPointIeee754<T>
    {
        PlainElement<T>[] copy = ArrayPool<PlainElement<T>>.Shared.Rent(Taps * rows.Channels);
        PlainElement<T>* taps = (PlainElement<T>*)kernel + rows.First + (row * rows.Step);
        long* positions = stackalloc long[PhaseSide * PhaseSide];
        if (!transposes)
        {
            Gather(taps, rows, copy);
        }

        fixed (PlainElement<T>* channelsLast = copy)
        {
            for (int phase = 0; phase < Kernel.Phases; phase++)
            {
                Locate(phase, rows.Channels, positions);
                (int tileRow, int column) = rows.Locate(row, phase);
                if (transposes)
                {
                    TileTransform<PlainElement<T>, TTile, T, TapAxis<T>>.To((TTile*)tiles, layout, tileRow, column, channelsLast, positions, adds: null, rows.Channels);
                }
                else
                {
                    TileTransform<PlainElement<T>, TTile, T, TapAxis<T>>.Of(channelsLast, positions, rows.Channels, (TTile*)tiles, layout, tileRow, column);
                }
            }
        }

        if (transposes)
        {
            Scatter(copy, rows, taps);
        }

        ArrayPool<PlainElement<T>>.Shared.Return(copy);
    }

    /// <summary>
    /// Locates a phase's taps. Row 2y + a of the larger maps uses row y + d of the smaller maps with row a + 2 - 2d of the kernel, for
    /// d in {-1, 0, 1}; row 5 is zero padding.
    /// </summary>
    private static void Locate(int phase, int channels, long* positions)
    {
        (int phaseRow, int phaseColumn) = (phase / 2, phase % 2);
        for (int row = 0; row < PhaseSide; row++)
        {
            for (int column = 0; column < PhaseSide; column++)
            {
                (int y, int x) = (phaseRow + 4 - (2 * row), phaseColumn + 4 - (2 * column));
                positions[(row * PhaseSide) + column] = y < Kernel.Side && x < Kernel.Side ? (long)((y * Kernel.Side) + x) * channels : -1;
            }
        }
    }

    private static void Gather<T>(T* taps, KernelRows rows, Span<T> copy)
        where T : unmanaged
    {
        for (int channel = 0; channel < rows.Channels; channel++)
        {
            T* from = taps + (channel * rows.ChannelStep);
            for (int tap = 0; tap < Taps; tap++)
            {
                copy[(tap * rows.Channels) + channel] = from[tap];
            }
        }
    }

    private static void Scatter<T>(ReadOnlySpan<T> copy, KernelRows rows, T* taps)
        where T : unmanaged
    {
        for (int channel = 0; channel < rows.Channels; channel++)
        {
            T* to = taps + (channel * rows.ChannelStep);
            for (int tap = 0; tap < Taps; tap++)
            {
                to[tap] = copy[(tap * rows.Channels) + channel];
            }
        }
    }
}
