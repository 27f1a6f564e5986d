using System.Collections;
using System.Globalization;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// An immutable list of one distance per level. A record that contains it compares and prints the distances, not the reference.
/// </summary>
/// <param name="distances">The distances, which are copied.</param>
internal sealed class LevelDistances(IEnumerable<double> distances) : IReadOnlyList<double>
{
    private readonly double[] distances = [.. distances];

    public int Count => distances.Length;

    public double this[int index] => distances[index];

    public IEnumerator<double> GetEnumerator() => ((IEnumerable<double>)distances).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    /// <remarks>NaN equals NaN, as in a record's number properties.</remarks>
    public override bool Equals(object? obj) => obj is LevelDistances other && distances.SequenceEqual(other.distances);

    public override int GetHashCode()
    {
        var hash = default(HashCode);
        foreach (double distance in distances)
        {
            hash.Add(distance);
        }

        return hash.ToHashCode();
    }

    /// <returns>Such as "[4.5, 3.25]", in the invariant culture, which has no decimal comma.</returns>
    public override string ToString() =>
        $"[{string.Join(", ", distances.Select(distance => distance.ToString(CultureInfo.InvariantCulture)))}]";
}
