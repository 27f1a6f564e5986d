using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Dcgan.Core;

/// <summary>
/// Stores whole cache lines past the cache: the processor need not read them first, and what is in the cache stays there.
/// </summary>
internal static unsafe class StreamingStore
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Line(Vector512<byte> value, byte* to)
    {
        if (((nint)to & (Vector512<byte>.Count - 1)) == 0)
        {
            value.StoreAlignedNonTemporal(to);
        }
        else
        {
            value.Store(to);
        }
    }

    /// <summary>Makes the stores of this thread visible to other threads. Processors of x86 may reorder such stores.</summary>
    internal static void Finish()
    {
        if (Sse.IsSupported)
        {
            Sse.StoreFence();
        }
    }
}
