using System.Collections;
using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace Dcgan.Core;

/// <summary>
/// Names of the classes of a network, in the order of their labels. They are immutable and have value equality. Write them as a
/// collection expression: <c>ClassNames = ["cat", "dog"]</c>.
/// </summary>
[CollectionBuilder(typeof(ClassNames), nameof(Create))]
[SuppressMessage("Naming", "CA1710:Identifiers should have correct suffix", Justification = "As in Depths.")]
public sealed class ClassNames : IReadOnlyList<string>, IEquatable<ClassNames>
{
    private readonly string[] values;

    /// <summary>Copies the names. The network that is built with them checks them.</summary>
    /// <param name="names">The name of each class.</param>
    public ClassNames(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        values = [.. names];
    }

    /// <summary>Number of names.</summary>
    public int Count => values.Length;

    /// <summary>Name of one class.</summary>
    /// <param name="index">The label of the class, from 0.</param>
    public string this[int index] => values[index];

    /// <summary>Creates names from a span; called by collection expressions.</summary>
    /// <param name="names">The name of each class.</param>
    /// <returns>A copy of the names.</returns>
    [EditorBrowsable(EditorBrowsableState.Never)]
    public static ClassNames Create(ReadOnlySpan<string> names) => new(names.ToArray());

    /// <summary>Returns the label of a class: its position, or -1 if there is no class of this name.</summary>
    /// <param name="name">The name. Upper and lower case differ.</param>
    public int IndexOf(string name) => Array.IndexOf(values, name);

    /// <inheritdoc/>
    public IEnumerator<string> GetEnumerator() => ((IEnumerable<string>)values).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => values.GetEnumerator();

    /// <inheritdoc/>
    public bool Equals(ClassNames? other) => other is not null && values.AsSpan().SequenceEqual(other.values);

    /// <inheritdoc/>
    public override bool Equals(object? obj) => Equals(obj as ClassNames);

    /// <inheritdoc/>
    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (string name in values)
        {
            hash.Add(name, StringComparer.Ordinal);
        }

        return hash.ToHashCode();
    }

    /// <summary>Formats the names as in source code: <c>["cat", "dog"]</c>.</summary>
    /// <returns>The text.</returns>
    public override string ToString() => $"[{string.Join(", ", values.Select(name => $"\"{name}\""))}]";

    /// <summary>Checks that there is a name for each class, that no name is empty, and that all differ.</summary>
    /// <exception cref="ArgumentException">The names do not fit.</exception>
    internal void Check(int classes, string parameter)
    {
        if (values.Length != classes)
        {
            throw new ArgumentException($"ClassNames: must have one name for each of the {classes} classes but has {values.Length}.", parameter);
        }

        int empty = Array.FindIndex(values, string.IsNullOrWhiteSpace);
        if (empty >= 0)
        {
            throw new ArgumentException($"ClassNames[{empty}]: must not be empty.", parameter);
        }

        if (values.GroupBy(name => name, StringComparer.Ordinal).FirstOrDefault(group => group.Count() > 1) is { } repeated)
        {
            throw new ArgumentException($"ClassNames: must differ from each other, but {QuotedText.Plain(repeated.Key)} appears {repeated.Count()} times.", parameter);
        }
    }
}
