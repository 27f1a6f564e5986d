using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>The values of a polynomial at a point and at its negative, from its even and its odd part, and the transpose.</summary>
internal static unsafe class EvenOdd
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Split<T>(Vector512<T> even, Vector512<T> odd, Vector512<T>* to, int toStep)
        where T : unmanaged
    {
        to[0] = even + odd;
        to[toStep] = even - odd;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static (Vector512<T> Even, Vector512<T> Odd) Join<T>(Vector512<T>* from, int fromStep)
        where T : unmanaged => (from[0] + from[fromStep], from[0] - from[fromStep]);
}
