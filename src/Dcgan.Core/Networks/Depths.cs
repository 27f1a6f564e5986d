using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Runtime.CompilerServices;

namespace Dcgan.Core;

/// <summary>
/// Numbers of feature maps of the stages of a network, first stage first. It is immutable and has value equality, so an
/// options record that contains it also has value equality. Write it as a collection expression:
/// <c>Depths = [1024, 512, 256, 128]</c>.
/// </summary>
[CollectionBuilder(typeof(Depths), nameof(Create))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "The reference uses this name.")]
public sealed class Depths : IReadOnlyList<int>, IEquatable<Depths>
{
    private readonly int[] values;

    /// <summary>Copies the depths, first stage first. The network that is built with the depths checks their values.</summary>
    /// <param name="depths">Number of feature maps of each stage.</param>
    public Depths(IEnumerable<int> depths)
    {
        ArgumentNullException.ThrowIfNull(depths);
        values = [.. depths];
    }

    private Depths(ReadOnlySpan<int> depths) => values = depths.ToArray();

    /// <summary>Number of stages.</summary>
    public int Count => values.Length;

    /// <summary>Number of feature maps of one stage.</summary>
    /// <param name="index">The stage, from 0.</param>
    public int this[int index] => values[index];

    /// <summary>Converts an array, which is copied.</summary>
    /// <param name="depths">Number of feature maps of each stage.</param>
    [SuppressMessage("Usage", "CA2225:Operator overloads have named alternates", Justification = "The constructor is the alternate.")]
    public static implicit operator Depths(int[] depths) => new(depths);

    /// <summary>Creates depths from a span; called by collection expressions.</summary>
    /// <param name="depths">Number of feature maps of each stage.</param>
    /// <returns>The depths, with a copy of the values.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
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

    /// <summary>Formats the depths as in source code: <c>[1024, 512, 256, 128]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() =>
        $"[{string.Join(", ", values.Select(depth => depth.ToString(CultureInfo.InvariantCulture)))}]";
}
