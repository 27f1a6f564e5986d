using System.Numerics;

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
    internal static readonly T P = T.CreateChecked(2) / T.CreateChecked(3);
    internal static readonly T P2 = P * P;
    internal static readonly T P3 = P * P * P;

    internal static readonly T Q = T.CreateChecked(3) / T.CreateChecked(2);
    internal static readonly T Q2 = Q * Q;
    internal static readonly T Q3 = Q * Q * Q;

    internal static readonly T PQ2 = P * Q2;
    internal static readonly T QP2 = Q * P2;
    internal static readonly T P2Q2 = P2 * Q2;
    internal static readonly T P2PlusQ2 = P2 + Q2;
}
