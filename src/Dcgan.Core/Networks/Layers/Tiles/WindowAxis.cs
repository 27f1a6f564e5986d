using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>The matrix B': a window of six inputs to six factors.</summary>
internal readonly unsafe struct WindowAxis<T> : ITileAxis<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    public static int Side => TileGrid.Window;

    public static bool Streams => false;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Of(Vector512<T>* from, int fromStep, Vector512<T>* to, int toStep)
    {
        Vector512<T> x0 = from[0], x1 = from[fromStep], x2 = from[2 * fromStep];
        Vector512<T> x3 = from[3 * fromStep], x4 = from[4 * fromStep], x5 = from[5 * fromStep];
        to[0] = (x0 * TilePoints<T>.P2Q2) - (x2 * TilePoints<T>.P2PlusQ2) + x4;
        EvenOdd.Split(x4 - (x2 * TilePoints<T>.Q2), (x3 * TilePoints<T>.P) - (x1 * TilePoints<T>.PQ2), to + toStep, toStep);
        EvenOdd.Split(x4 - (x2 * TilePoints<T>.P2), (x3 * TilePoints<T>.Q) - (x1 * TilePoints<T>.QP2), to + (3 * toStep), toStep);
        to[5 * toStep] = (x1 * TilePoints<T>.P2Q2) - (x3 * TilePoints<T>.P2PlusQ2) + x5;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void To(Vector512<T>* from, int fromStep, Vector512<T>* to, int toStep)
    {
        Vector512<T> x0 = from[0], x5 = from[5 * fromStep];
        (Vector512<T> evenP, Vector512<T> oddP) = EvenOdd.Join(from + fromStep, fromStep);
        (Vector512<T> evenQ, Vector512<T> oddQ) = EvenOdd.Join(from + (3 * fromStep), fromStep);
        to[0] = x0 * TilePoints<T>.P2Q2;
        to[toStep] = (x5 * TilePoints<T>.P2Q2) - (oddP * TilePoints<T>.PQ2) - (oddQ * TilePoints<T>.QP2);
        to[2 * toStep] = -(x0 * TilePoints<T>.P2PlusQ2) - (evenP * TilePoints<T>.Q2) - (evenQ * TilePoints<T>.P2);
        to[3 * toStep] = (oddP * TilePoints<T>.P) + (oddQ * TilePoints<T>.Q) - (x5 * TilePoints<T>.P2PlusQ2);
        to[4 * toStep] = x0 + evenP + evenQ;
        to[5 * toStep] = x5;
    }
}
