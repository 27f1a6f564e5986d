using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The memory of contiguous tensors on the CPU, and the element types that tiles can be computed in.</summary>
internal static unsafe class TileBuffers
{
    /// <summary>Whether there is a transform for maps of this element type.</summary>
    internal static bool Supports(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64;

    internal static Exception Unsupported(ScalarType type) => new NotSupportedException($"There is no transform of tiles for {type}.");

    /// <summary>Allocates a contiguous tensor of the element type and on the device of another one.</summary>
    internal static Tensor Empty(long[] shape, Tensor like) => empty(shape, like.dtype, like.device);

    /// <summary>Allocates maps [N, C, H, W] with the channels innermost, of the element type and on the device of another tensor.</summary>
    internal static Tensor Maps(long[] shape, Tensor like)
    {
        (long channels, long height, long width) = (shape[1], shape[2], shape[3]);
        return empty_strided(shape, [height * width * channels, 1, width * channels, channels], like.dtype, like.device);
    }

    /// <summary>The address of a tensor's first element. Keep the tensor alive (<see cref="GC.KeepAlive"/>) as long as it is used.</summary>
    internal static nint Address(Tensor tensor)
    {
        // The bytes of a whole tensor are limited to 2 GB.
        using Tensor first = tensor.as_strided([1], [1]);
        return (nint)Unsafe.AsPointer(ref MemoryMarshal.GetReference(first.bytes));
    }

    /// <summary>Runs a job once for each row, on as many threads as libtorch uses. The result does not depend on their number.</summary>
    internal static void ForEachRow(int rows, Action<int> transform)
    {
        int threads = Math.Min(rows, get_num_threads());
        if (threads <= 1)
        {
            for (int row = 0; row < rows; row++)
            {
                transform(row);
            }
        }
        else
        {
            _ = Parallel.For(0, rows, new ParallelOptions { MaxDegreeOfParallelism = threads }, transform);
        }
    }
}
