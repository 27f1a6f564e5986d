using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The memory of contiguous tensors on the CPU, and the element types that tiles can be computed in.</summary>
internal static unsafe class TileBuffers
{
    /// <summary>Whether there is a transform for maps of this element type.</summary>
    internal static bool Supports(ScalarType type) => type is ScalarType.Float32 or ScalarType.Float64;

    internal static Exception Unsupported(ScalarType type) => new NotSupportedException($"There is no transform of tiles for {type}.");

    /// <summary>The address of a tensor's first element. The tensor must be contiguous and outlive the use of the address.</summary>
    internal static void* Address(Tensor tensor) => Unsafe.AsPointer(ref MemoryMarshal.GetReference(tensor.bytes));

    /// <summary>Runs a job once for each row, on as many threads as libtorch uses.</summary>
    internal static void ForEachRow(int rows, Action<int> transform)
    {
        int threads = Math.Min(rows, get_num_threads());
        if (threads == 1)
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
