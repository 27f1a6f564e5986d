using System.Numerics;

namespace Dcgan.Core;

/// <summary>The first lanes of vectors, for numbers of channels that are not a multiple of the lanes.</summary>
internal static unsafe class VectorLanes
{
    /// <summary>Loads elements into the first lanes of a vector. The other lanes are 0.</summary>
    /// <param name="from">The first element.</param>
    /// <param name="lanes">Number of elements, at most the lanes of a vector.</param>
    internal static Vector<T> Load<T>(T* from, int lanes)
        where T : unmanaged => lanes == Vector<T>.Count ? Vector.Load(from) : LoadSome(new ReadOnlySpan<T>(from, lanes));

    /// <summary>Stores the first lanes of a vector.</summary>
    internal static void Store<T>(Vector<T> value, T* to, int lanes)
        where T : unmanaged
    {
        if (lanes == Vector<T>.Count)
        {
            Vector.Store(value, to);
        }
        else
        {
            StoreSome(value, new Span<T>(to, lanes));
        }
    }

    private static Vector<T> LoadSome<T>(ReadOnlySpan<T> from)
        where T : unmanaged
    {
        Span<T> all = stackalloc T[Vector<T>.Count];
        all.Clear();
        from.CopyTo(all);
        return new Vector<T>(all);
    }

    private static void StoreSome<T>(Vector<T> value, Span<T> to)
        where T : unmanaged
    {
        Span<T> all = stackalloc T[Vector<T>.Count];
        value.CopyTo(all);
        all[..to.Length].CopyTo(to);
    }
}
