using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>A row of the table: one case, and a trial for each contender that has one.</summary>
/// <param name="Case">The case's name in the result file.</param>
/// <param name="Title">The case in words.</param>
/// <param name="Quantity">What is shown.</param>
/// <param name="Trials">At most one of each contender.</param>
/// <param name="Goals">What is to be reached.</param>
internal sealed record Row(
    string Case, string Title, Quantity Quantity, IReadOnlyList<Trial> Trials, params IReadOnlyList<Goal> Goals)
{
    internal double? Value(Results results, Contender contender) =>
        Trials.FirstOrDefault(trial => trial.Contender == contender) is Trial trial ? Quantity.Value(results, trial) : null;

    /// <summary>This library's number over a peer's; null where either is missing.</summary>
    internal double? Ratio(Results results, Contender peer) => Value(results, Contender.Library) / Value(results, peer);

    /// <summary>A contender's cell.</summary>
    internal string Cell(Results results, Contender contender)
    {
        double? value = Value(results, contender);
        return Quantity.ShowsRatios && contender != Contender.Library && Ratio(results, contender) is double ratio
            ? string.Create(CultureInfo.InvariantCulture, $"{Quantity.Text(value)} ({ratio:F2}x)")
            : Quantity.Text(value);
    }
}
