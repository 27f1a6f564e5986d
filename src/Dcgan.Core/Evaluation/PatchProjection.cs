using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>Projects patches on directions.</summary>
internal static unsafe class PatchProjection
{
    /// <summary>Number of rows that fit the processor's first cache.</summary>
    private const int TransposedRows = 1 << 7;

    /// <summary>Projects patches on directions. Overwrites the first rows of the target and returns them: [directions, patches].</summary>
    /// <param name="directions">[directions, D].</param>
    /// <param name="patches">[patches, D], with the same type and device.</param>
    /// <param name="products">[more, directions]; its first rows are overwritten.</param>
    /// <param name="target">[more, patches].</param>
    /// <remarks>
    /// The product of many patches and few directions is faster than the transposed product, and libtorch transposes it slowly.
    /// </remarks>
    internal static Tensor Project(Tensor directions, Tensor patches, Tensor products, Tensor target)
    {
        Tensor lines = target.narrow(0, 0, directions.size(0));
        Tensor rows = products.narrow(0, 0, patches.size(0)).narrow(1, 0, directions.size(0));
        rows.addmm_(patches, directions.t(), beta: 0, alpha: 1);
        if (target.device_type == DeviceType.CPU && target.dtype == float32)
        {
            Transpose(products, rows.Sizes(), lines);
        }
        else
        {
            lines.copy_(rows.t());
        }

        return lines;
    }

    /// <summary>Transposes the upper left part of a matrix.</summary>
    private static void Transpose(Tensor source, long[] shape, Tensor target)
    {
        (int rows, int columns) = ((int)shape[0], (int)shape[1]);
        (long rowStride, long columnStride) = (source.size(1), target.size(1));
        nint from = TileBuffers.Address(source);
        nint to = TileBuffers.Address(target);
        _ = Parallel.For(
            0,
            (rows + TransposedRows - 1) / TransposedRows,
            new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() },
            part =>
            {
                int first = part * TransposedRows;
                int count = Math.Min(TransposedRows, rows - first);
                Transpose((float*)from + (first * rowStride), rowStride, (float*)to + first, columnStride, count, columns);
            });
        GC.KeepAlive(source);
        GC.KeepAlive(target);
    }

    private static void Transpose(float* source, long rowStride, float* target, long columnStride, int rows, int columns)
    {
        for (int column = 0; column < columns; column++)
        {
            float* from = source + column;
            float* to = target + (column * columnStride);
            for (int row = 0; row < rows; row++)
            {
                to[row] = *from;
                from += rowStride;
            }
        }
    }
}
