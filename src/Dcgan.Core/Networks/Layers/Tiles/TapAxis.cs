using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>The matrix G: three taps to six factors.</summary>
internal readonly unsafe struct TapAxis<T> : ITileAxis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Side => 3;

    public static bool Streams => true;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(Vector512<T>* from, int fromStep, Vector512<T>* to, int toStep)
    {
        Vector512<T> x0 = from[0], x1 = from[fromStep], x2 = from[2 * fromStep];
        to[0] = x0 * TilePoints<T>.OverZero;
        EvenOdd.Split((x0 + (x2 * TilePoints<T>.P2)) * TilePoints<T>.OverP, x1 * TilePoints<T>.P * TilePoints<T>.OverP, to + toStep, toStep);
        EvenOdd.Split((x0 + (x2 * TilePoints<T>.Q2)) * TilePoints<T>.OverQ, x1 * TilePoints<T>.Q * TilePoints<T>.OverQ, to + (3 * toStep), toStep);
        to[5 * toStep] = x2;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void To(Vector512<T>* from, int fromStep, Vector512<T>* to, int toStep)
    {
        (Vector512<T> evenP, Vector512<T> oddP) = EvenOdd.Join(from + fromStep, fromStep);
        (Vector512<T> evenQ, Vector512<T> oddQ) = EvenOdd.Join(from + (3 * fromStep), fromStep);
        (evenP, oddP, evenQ, oddQ) = (evenP * TilePoints<T>.OverP, oddP * TilePoints<T>.OverP, evenQ * TilePoints<T>.OverQ, oddQ * TilePoints<T>.OverQ);
        to[0] = (from[0] * TilePoints<T>.OverZero) + evenP + evenQ;
        to[toStep] = (oddP * TilePoints<T>.P) + (oddQ * TilePoints<T>.Q);
        to[2 * toStep] = (evenP * TilePoints<T>.P2) + (evenQ * TilePoints<T>.Q2) + from[5 * fromStep];
    }
}
