using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The memory of contiguous tensors on the CPU, and the element types that tiles can be computed in.</summary>
internal static unsafe class TileBuffers
{
    /// <summary>Whether there is a transform for maps of this element type.</summary>
    internal static bool Supports(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16;

    /// <summary>Allocates a contiguous tensor.</summary>
    internal static Tensor Empty(long[] shape, ScalarType type) => empty(shape, type, CPU);

    /// <summary>Allocates maps [N, C, H, W] with the channels innermost.</summary>
    internal static Tensor Maps(long[] shape, ScalarType type)
    {
        (long channels, long height, long width) = (shape[1], shape[2], shape[3]);
        return empty_strided(shape, [height * width * channels, 1, width * channels, channels], type, CPU);
    }

    /// <summary>Runs a transform between two contiguous tensors once for each row.</summary>
    /// <param name="tensor">The maps or the kernel.</param>
    /// <param name="tiles">The transformed tiles.</param>
    /// <param name="rows">Number of rows.</param>
    /// <param name="float32">The transform for tiles in float32: takes the addresses of both tensors and the index of a row.</param>
    /// <param name="float64">The transform for tiles in float64.</param>
    /// <param name="bfloat16">The transform for tiles in bfloat16, which computes in float32.</param>
    internal static void Transform(
        Tensor tensor,
        Tensor tiles,
        int rows,
        Action<nint, nint, int> float32,
        Action<nint, nint, int> float64,
        Action<nint, nint, int> bfloat16)
    {
        if (tensor.dtype != tiles.dtype && !(tensor.dtype == ScalarType.Float32 && tiles.dtype == ScalarType.BFloat16))
        {
            throw new NotSupportedException($"There is no transform between {tensor.dtype} and tiles of {tiles.dtype}.");
        }

        (nint outer, nint inner) = (Address(tensor), Address(tiles));
        Action<nint, nint, int> transform = tiles.dtype switch
        {
            ScalarType.Float32 => float32,
            ScalarType.Float64 => float64,
            ScalarType.BFloat16 => bfloat16,
            _ => throw new NotSupportedException($"There is no transform of tiles for {tiles.dtype}."),
        };
        ForEachRow(rows, row => transform(outer, inner, row));
        GC.KeepAlive(tensor);
        GC.KeepAlive(tiles);
    }

    /// <summary>The address of a tensor's first element. Keep the tensor alive as long as you use the address.</summary>
    internal static nint Address(Tensor tensor)
    {
        // The bytes of a whole tensor are limited to 2 GB.
        using Tensor first = tensor.as_strided([1], [1], tensor.storage_offset());
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    /// <summary>The elements of a small contiguous tensor of float32. Keep the tensor alive as long as you use them.</summary>
    internal static Span<float> Values(Tensor vector) => MemoryMarshal.Cast<byte, float>(vector.bytes);

    /// <summary>Runs a job once for each row, on as many threads as libtorch uses. The result does not depend on their number.</summary>
    internal static void ForEachRow(int rows, Action<int> transform)
    {
        int threads = rows > 1 ? get_num_threads() : 1;
        if (threads <= 1)
        {
            for (int row = 0; row < rows; row++)
            {
                transform(row);
            }
        }
        else if (!OpenMPThreads.TryRun(rows, threads, transform))
        {
            _ = Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, transform);
        }
    }
}
