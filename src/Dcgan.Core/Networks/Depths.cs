using System.Collections;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Dcgan.Core;

/// <summary>
/// The numbers of feature maps of a network's stages, first stage first. Immutable, and equal to another by value, so that
/// an options record that holds one is too. Written as a collection expression: <c>Depths = [1024, 512, 256, 128]</c>.
/// </summary>
[CollectionBuilder(typeof(Depths), nameof(Create))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The reference's own word for it.")]
public sealed class Depths : IReadOnlyList<int>, IEquatable<Depths>
{
    private readonly int[] values;

    /// <summary>Copies the depths, first stage first. Their values are checked by the network that is built of them.</summary>
    /// <param name="depths">Feature maps of each stage.</param>
    public Depths(IEnumerable<int> depths)
    {
        ArgumentNullException.ThrowIfNull(depths);
        values = [.. depths];
    }

    private Depths(ReadOnlySpan<int> depths) => values = depths.ToArray();

    /// <summary>The number of stages.</summary>
    public int Count => values.Length;

    /// <summary>Feature maps of one stage.</summary>
    /// <param name="index">The stage, from 0.</param>
    public int this[int index] => values[index];

    /// <summary>Makes depths of a span; what a collection expression calls.</summary>
    /// <param name="depths">Feature maps of each stage.</param>
    /// <returns>A copy of the span's values.</returns>
    public static Depths Create(ReadOnlySpan<int> depths) => new(depths);

    /// <inheritdoc/>
    public IEnumerator<int> GetEnumerator() => ((IEnumerable<int>)values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => values.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(Depths? other) => other is not null && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as Depths);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (int depth in values)
        {
            hash.Add(depth);
        }

        return hash.ToHashCode();
    }

    /// <summary>The depths as they are written in code: <c>[1024, 512, 256, 128]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"[{string.Join(", ", values.Select(depth => depth.ToString(CultureInfo.InvariantCulture)))}]";
}
