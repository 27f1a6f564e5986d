using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>A row of the table: one case with a trial per contender.</summary>
/// <param name="Case">Name of the case in the result file.</param>
/// <param name="Title">Title of the row.</param>
/// <param name="Quantity">The quantity that the row shows.</param>
/// <param name="Trials">At most one trial per contender.</param>
/// <param name="Goals">Goals for this library.</param>
internal sealed record Row(
    string Case, string Title, Quantity Quantity, IReadOnlyList<Trial> Trials, params IReadOnlyList<Goal> Goals)
{
    internal double? Value(Results results, Contender contender) =>
        Trials.FirstOrDefault(trial => trial.Contender == contender) is Trial trial ? Quantity.Value(results, trial) : null;

    /// <summary>This library's number divided by a peer's number; null if either number is missing.</summary>
    internal double? Ratio(Results results, Contender peer) => Value(results, Contender.Library) / Value(results, peer);

    /// <summary>Text of a contender's cell.</summary>
    internal string Cell(Results results, Contender contender)
    {
        double? value = Value(results, contender);
        return Quantity.ShowsRatios && contender != Contender.Library && Ratio(results, contender) is double ratio
            ? string.Create(CultureInfo.InvariantCulture, $"{Quantity.Text(value)} ({ratio:F2}x)")
            : Quantity.Text(value);
    }
}
