using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>What a row is to show of this library.</summary>
/// <param name="Bound">The bound: of the ratio to the peer, or of the number itself where there is no peer.</param>
/// <param name="Peer">Whom to compare with; null for nobody.</param>
internal sealed record Goal(double Bound, Contender? Peer = null)
{
    /// <summary>The goal in words, and whether it is met where that was measured.</summary>
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
