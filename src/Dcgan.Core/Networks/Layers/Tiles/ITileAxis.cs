using System.Runtime.Intrinsics;

namespace Dcgan.Core;

/// <summary>
/// A transform along one axis between <see cref="Side"/> positions and the <see cref="TileGrid.Window"/> places of the products. It
/// computes on vectors: one channel in each lane.
/// </summary>
/// <typeparam name="T">Type of the calculation.</typeparam>
internal unsafe interface ITileAxis<T>
    where T : unmanaged
{
    /// <summary>Number of positions along the axis.</summary>
    static abstract int Side { get; }

    /// <summary>
    /// Whether products are stored past the cache: they take much more memory than the positions, and are read only when all are there.
    /// </summary>
    static abstract bool Streams { get; }

    /// <summary>Transforms positions to products.</summary>
    /// <param name="from">The positions.</param>
    /// <param name="fromStep">Distance between two positions.</param>
    /// <param name="to">The products.</param>
    /// <param name="toStep">Distance between two products.</param>
    static abstract void Of(Vector512<T>* from, int fromStep, Vector512<T>* to, int toStep);

    /// <summary>Transforms products to positions by the transposed matrix.</summary>
    static abstract void To(Vector512<T>* from, int fromStep, Vector512<T>* to, int toStep);
}
