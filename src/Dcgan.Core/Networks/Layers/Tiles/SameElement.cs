using System.Numerics;

namespace Dcgan.Core;

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
