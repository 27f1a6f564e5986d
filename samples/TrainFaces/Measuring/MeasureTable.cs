using System.Globalization;
using Dcgan.Core.Evaluation;

namespace TrainFaces.Measuring;

/// <summary>Writes measures as a text table.</summary>
internal static class MeasureTable
{
    private static readonly int NameWidth = Measure.All.Max(measure => measure.Name.Length);

    public static void Write(TextWriter output, string title, EvaluationMeasures measures)
    {
        output.WriteLine(title);
        output.WriteLine(FormattableString.Invariant($"{measures.GeneratedCount} images compared with {measures.RealCount} real images"));
        output.WriteLine();
        output.WriteLine($"{"measure".PadRight(NameWidth)}  {"value",10}  better");
        foreach (var measure in Measure.All)
        {
            output.WriteLine(string.Create(
                CultureInfo.InvariantCulture, $"{measure.Name.PadRight(NameWidth)}  {Number(measure.Select(measures)),10}  {measure.Better}").TrimEnd());
        }
    }

    private static string Number(double value) => double.IsNaN(value) ? "-" : value.ToString("G4", CultureInfo.InvariantCulture);
}
