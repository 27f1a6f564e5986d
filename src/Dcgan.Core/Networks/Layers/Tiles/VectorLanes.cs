using System.Numerics;

namespace Dcgan.Core;

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
