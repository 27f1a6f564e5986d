using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Prints the rows as a table, with the information needed to interpret it.</summary>
internal static class ComparisonTable
{
    private static readonly Contender[] AllColumns =
    [
        Contender.Library, Contender.TorchSharpExample, Contender.TorchSharpTuned, Contender.PyTorchExample, Contender.PyTorchTuned,
        Contender.OnnxRuntime,
    ];

    internal static void Write(IReadOnlyList<Row> rows, IReadOnlyList<Trial> yardsticks, Results results, RunOptions options)
    {
        HashSet<Contender> present = [.. rows.SelectMany(row => row.Trials).Select(trial => trial.Contender)];
        Contender[] columns = [.. AllColumns.Where(present.Contains)];
        Report.WriteMachine(options);
        Report.WriteTable(
            ["", "", .. columns.Select(column => column.Title), "goal"],
            rows.Select(row => (string[])
            [
                row.Title,
                row.Quantity.Unit,
                .. columns.Select(column => row.Cell(results, column)),
                string.Join("; ", row.Goals.Select(goal => goal.Text(row, results))),
            ]));
        foreach (Trial yardstick in yardsticks)
        {
            LayerTiming best = results.BestLayer(yardstick)!;
            string speed = best.GigaflopsPerSecond.ToString("F0", CultureInfo.InvariantCulture);
            string precision = Report.Name(yardstick.Precision);
            Report.WriteLine(
                $"Best single convolution, {precision}, batch {yardstick.Batch}: {speed} GFLOP/s ({best.Layer}, forward).");
        }
    }
}
