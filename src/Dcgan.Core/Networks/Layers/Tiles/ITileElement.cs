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
