using System.Numerics;

namespace Dcgan.Core;

/// <summary>An element type in memory, and its conversion to and from the type of a calculation.</summary>
/// <typeparam name="T">Type of the calculation.</typeparam>
internal unsafe interface ITileElement<T>
    where T : unmanaged
{
    /// <summary>Loads elements into the first lanes of a vector. The other lanes are 0.</summary>
    /// <param name="tensor">Start of a tensor.</param>
    /// <param name="index">Index of the first element.</param>
    /// <param name="lanes">Number of elements, at most the lanes of a vector.</param>
    static abstract Vector<T> Load(void* tensor, long index, int lanes);

    /// <summary>Stores the first lanes of a vector.</summary>
    static abstract void Store(void* tensor, long index, int lanes, Vector<T> value);

    /// <summary>Loads a run of elements into a buffer.</summary>
    static abstract void LoadRun(void* tensor, long index, int count, T* buffer);

    /// <summary>Stores a run of elements from a buffer.</summary>
    static abstract void StoreRun(void* tensor, long index, int count, T* buffer);
}

/// <summary>Elements of the type of the calculation: float32 or float64.</summary>
internal readonly unsafe struct SameElement<T> : ITileElement<T>
    where T : unmanaged
{
    public static Vector<T> Load(void* tensor, long index, int lanes)
    {
        T* from = (T*)tensor + index;
        return lanes == Vector<T>.Count ? Vector.Load(from) : VectorLanes.Load(new ReadOnlySpan<T>(from, lanes));
    }

    public static void Store(void* tensor, long index, int lanes, Vector<T> value)
    {
        T* to = (T*)tensor + index;
        if (lanes == Vector<T>.Count)
        {
            Vector.Store(value, to);
        }
        else
        {
            VectorLanes.Store(value, new Span<T>(to, lanes));
        }
    }

    public static void LoadRun(void* tensor, long index, int count, T* buffer) =>
        new ReadOnlySpan<T>((T*)tensor + index, count).CopyTo(new Span<T>(buffer, count));

    public static void StoreRun(void* tensor, long index, int count, T* buffer) =>
        new ReadOnlySpan<T>(buffer, count).CopyTo(new Span<T>((T*)tensor + index, count));
}

/// <summary>The first lanes of vectors, for numbers of channels that are not a multiple of the lanes.</summary>
internal static class VectorLanes
{
    internal static Vector<T> Load<T>(ReadOnlySpan<T> from)
        where T : unmanaged
    {
        Span<T> all = stackalloc T[Vector<T>.Count];
        all.Clear();
        from.CopyTo(all);
        return new Vector<T>(all);
    }

    internal static void Store<T>(Vector<T> value, Span<T> to)
        where T : unmanaged
    {
        Span<T> all = stackalloc T[Vector<T>.Count];
        value.CopyTo(all);
        all[..to.Length].CopyTo(to);
    }
}
