using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>An element of a tensor of maps, kernels or tiles, and its conversion to the type that the transforms compute in.</summary>
/// <typeparam name="TSelf">The element as it is in memory.</typeparam>
/// <typeparam name="T">Type of the calculation.</typeparam>
internal unsafe interface ITileElement<TSelf, T>
    where TSelf : unmanaged, ITileElement<TSelf, T>
    where T : unmanaged
{
    T Value { get; }

    static abstract TSelf Of(T value);

    /// <summary>Loads as many elements as a vector has lanes.</summary>
    static abstract Vector512<T> Load(TSelf* from);

    /// <summary>Stores all lanes of a vector.</summary>
    static abstract void Store(Vector512<T> value, TSelf* to);
}
