using System.Globalization;
using Dcgan.Core.Evaluation;

namespace TrainFaces.Measuring;

/// <summary>Writes measures as a text table.</summary>
internal static class MeasureTable
{
    private const int NumberWidth = 10;

    private static readonly int NameWidth = Measure.All.Max(measure => measure.Name.Length);

    /// <param name="output">Receives the table.</param>
    /// <param name="title">The first line.</param>
    /// <param name="sets">The measures of each evaluated set, at least one. Several sets give their mean and its confidence interval.</param>
    /// <param name="floor">The measures of other real images.</param>
    public static void Write(TextWriter output, string title, IReadOnlyList<EvaluationMeasures> sets, EvaluationMeasures floor)
    {
        bool several = sets.Count > 1;
        output.WriteLine(title);
        output.WriteLine(FormattableString.Invariant(
            $"{(several ? $"{sets.Count} times " : string.Empty)}{sets.Min(set => set.GeneratedCount)} images, and {floor.GeneratedCount} other real images, compared with {floor.RealCount} real images"));
        output.WriteLine();
        WriteLine(output, "measure", several ? "mean" : "value", several ? "± (95 %)" : null, "other real", "better");
        foreach (var measure in Measure.All)
        {
            var value = MeanInterval.Of([.. sets.Select(measure.Select)]);
            WriteLine(output, measure.Name, Number(value.Mean), several ? Number(value.HalfWidth) : null, Number(measure.Select(floor)), measure.Better);
        }
    }

    private static void WriteLine(TextWriter output, string name, string value, string? interval, string floor, string better)
    {
        string[] numbers = interval is null ? [value, floor] : [value, interval, floor];
        output.WriteLine($"{name.PadRight(NameWidth)}  {string.Join("  ", numbers.Select(number => number.PadLeft(NumberWidth)))}  {better}".TrimEnd());
    }

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("G4", CultureInfo.InvariantCulture);
}
