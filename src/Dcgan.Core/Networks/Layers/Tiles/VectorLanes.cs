using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>The first lanes of vectors, for numbers of channels that are not a multiple of the lanes.</summary>
internal static unsafe class VectorLanes
{
    /// <summary>Loads elements into the first lanes of a vector. The other lanes are 0.</summary>
    /// <param name="from">The first element.</param>
    /// <param name="lanes">Number of elements, at most the lanes of a vector.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static Vector512<T> Load<TElement, T>(TElement* from, int lanes)
        where TElement : unmanaged, ITileElement<TElement, T>
        where T : unmanaged => lanes == Vector512<T>.Count ? TElement.Load(from) : LoadSome<TElement, T>(from, lanes);

    /// <summary>Stores the first lanes of a vector.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    internal static void Store<TElement, T>(Vector512<T> value, TElement* to, int lanes)
        where TElement : unmanaged, ITileElement<TElement, T>
        where T : unmanaged
    {
        if (lanes == Vector512<T>.Count)
        {
            TElement.Store(value, to);
        }
        else
        {
            StoreSome(value, to, lanes);
        }
    }

    private static Vector512<T> LoadSome<TElement, T>(TElement* from, int lanes)
        where TElement : unmanaged, ITileElement<TElement, T>
        where T : unmanaged
    {
        Span<T> all = stackalloc T[Vector512<T>.Count];
        all.Clear();
        for (int lane = 0; lane < lanes; lane++)
        {
            all[lane] = from[lane].Value;
        }

        return Vector512.Create<T>(all);
    }

    private static void StoreSome<TElement, T>(Vector512<T> value, TElement* to, int lanes)
        where TElement : unmanaged, ITileElement<TElement, T>
        where T : unmanaged
    {
        for (int lane = 0; lane < lanes; lane++)
        {
            to[lane] = TElement.Of(value[lane]);
        }
    }
}
