using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>The matrix A: four outputs to six products.</summary>
internal readonly unsafe struct OutputAxis<T> : ITileAxis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Side => TileGrid.Side;

    public static bool Streams => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(Vector512<T>* from, int fromStep, Vector512<T>* to, int toStep)
    {
        Vector512<T> x0 = from[0], x1 = from[fromStep], x2 = from[2 * fromStep], x3 = from[3 * fromStep];
        to[0] = x0;
        EvenOdd.Split(x0 + (x2 * TilePoints<T>.P2), (x1 * TilePoints<T>.P) + (x3 * TilePoints<T>.P3), to + toStep, toStep);
        EvenOdd.Split(x0 + (x2 * TilePoints<T>.Q2), (x1 * TilePoints<T>.Q) + (x3 * TilePoints<T>.Q3), to + (3 * toStep), toStep);
        to[5 * toStep] = x3;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void To(Vector512<T>* from, int fromStep, Vector512<T>* to, int toStep)
    {
        (Vector512<T> evenP, Vector512<T> oddP) = EvenOdd.Join(from + fromStep, fromStep);
        (Vector512<T> evenQ, Vector512<T> oddQ) = EvenOdd.Join(from + (3 * fromStep), fromStep);
        to[0] = from[0] + evenP + evenQ;
        to[toStep] = (oddP * TilePoints<T>.P) + (oddQ * TilePoints<T>.Q);
        to[2 * toStep] = (evenP * TilePoints<T>.P2) + (evenQ * TilePoints<T>.Q2);
        to[3 * toStep] = (oddP * TilePoints<T>.P3) + (oddQ * TilePoints<T>.Q3) + from[5 * fromStep];
    }
}
