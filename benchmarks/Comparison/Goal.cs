using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>A goal for this library in one row.</summary>
/// <param name="Bound">Bound on the ratio to the peer; without a peer, bound on the number itself.</param>
/// <param name="Peer">The peer to compare with; null for no peer.</param>
internal sealed record Goal(double Bound, Contender? Peer = null)
{
    /// <summary>Formats the goal and, if it was measured, whether it is met.</summary>
    internal string Text(Row row, Results results)
    {
        Quantity quantity = row.Quantity;
        string bound = (quantity.LowerIsBetter ? "at most " : "at least ") + Bound.ToString(CultureInfo.InvariantCulture);
        string wish = Peer is Contender peer ? $"{bound}x {peer.Title}" : bound;
        double? value = Peer is Contender other ? row.Ratio(results, other) : row.Value(results, Contender.Library);
        return value is double reached ? $"{wish}: {(IsMet(quantity, reached) ? "met" : "not met")}" : wish;
    }

    private bool IsMet(Quantity quantity, double value) => quantity.LowerIsBetter ? value <= Bound : value >= Bound;
}
