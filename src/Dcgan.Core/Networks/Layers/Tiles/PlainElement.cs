using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>An element that is in memory as it is computed: float32 or float64.</summary>
internal readonly unsafe record struct PlainElement<T>(T Value) : ITileElement<PlainElement<T>, T>
    where T : unmanaged
{
    public static PlainElement<T> Of(T value) => new(value);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static Vector512<T> Load(PlainElement<T>* from) => Vector512.Load((T*)from);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Store(Vector512<T> value, PlainElement<T>* to) => value.Store((T*)to);
}
