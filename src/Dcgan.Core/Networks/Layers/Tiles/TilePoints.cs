using System.Numerics;
using System.Runtime.CompilerServices;

namespace Dcgan.Core;

/// <summary>
/// The points of minimal filtering, F(4, 3): four outputs of a filter with three taps along one axis, from a window of six inputs,
/// with six multiplications. The products are the values of polynomials at 0, ±<see cref="P"/>, ±<see cref="Q"/> and infinity.
/// </summary>
/// <remarks>
/// The filter is A'((G taps) * (B' window)), where ' is the transpose and * multiplies place by place (Lavin and Gray, 2016). The
/// matrices follow from the points: <see cref="WindowAxis{T}"/>, <see cref="OutputAxis{T}"/> and <see cref="TapAxis{T}"/>. The points
/// decide the rounding errors: with 2/3 and 3/2, they are less than half of those with the usual 1 and 2.
/// </remarks>
/// <typeparam name="T">Type of the calculation.</typeparam>
internal static class TilePoints<T>
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private const double PointP = 2.0 / 3;
    private const double PointQ = 3.0 / 2;

    internal static T P => Constant(PointP);

    internal static T P2 => Constant(PointP * PointP);

    internal static T P3 => Constant(PointP * PointP * PointP);

    internal static T Q => Constant(PointQ);

    internal static T Q2 => Constant(PointQ * PointQ);

    internal static T Q3 => Constant(PointQ * PointQ * PointQ);

    internal static T PQ2 => Constant(PointP * PointQ * PointQ);

    internal static T QP2 => Constant(PointQ * PointP * PointP);

    internal static T P2Q2 => Constant(PointP * PointP * PointQ * PointQ);

    internal static T P2PlusQ2 => Constant((PointP * PointP) + (PointQ * PointQ));

    /// <summary>1 over the product of the differences of the point 0 to the others.</summary>
    internal static T OverZero => Constant(1 / (PointP * PointP * PointQ * PointQ));

    /// <summary>1 over the product of the differences of P to the other points.</summary>
    internal static T OverP => Constant(1 / (2 * PointP * PointP * ((PointP * PointP) - (PointQ * PointQ))));

    /// <summary>1 over the product of the differences of Q to the other points.</summary>
    internal static T OverQ => Constant(1 / (2 * PointQ * PointQ * ((PointQ * PointQ) - (PointP * PointP))));

    /// <summary>
    /// A constant for the compiler, of float or double. A static field would not be one: a method with a loop and a buffer on the stack is
    /// compiled only once, before the field has its value.
    /// </summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Constant(double value) => typeof(T) == typeof(float) ? (T)(object)(float)value : (T)(object)value;
}
