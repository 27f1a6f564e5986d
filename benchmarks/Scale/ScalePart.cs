using System.CommandLine;
using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Measures how the cost of a training step grows with the batch size and with the networks' depths.</summary>
internal static class ScalePart
{
    private const int Batch = 64;

    private static readonly int[] Batches = [16, 32, 64, 128, 256];

    private static readonly (double Factor, NetworkSize Size)[] Sizes =
        [(0.25, NetworkSize.Quarter), (0.5, NetworkSize.Half), (1, NetworkSize.Reference), (2, NetworkSize.Double)];

    internal static Command Create(RunOptionsReader reader)
    {
        var png = new Option<FileInfo>("--png")
        {
            Description = "PNG file to write the chart to.",
            DefaultValueFactory = _ => new FileInfo("scale.png"),
            HelpName = "FILE",
        };
        var command = new Command("scale", "Times training at batches of 16 to 256 and depths of 0.25x to 2x.") { png };
        reader.SetAction(command, (options, parse) => Run(options, parse.GetValue(png)!));
        return command;
    }

    private static void Run(RunOptions options, FileInfo png)
    {
        Trial[] byBatch = [.. Batches.SelectMany(batch => Each(batch, NetworkSize.Reference))];
        Trial[] byDepth = [.. Sizes.SelectMany(size => Each(Batch, size.Size))];
        Results results = TrialRunner.Run(byBatch.Concat(byDepth), options);

        Report.WriteMachine(options);
        Report.WriteLine("Training images/s by batch.");
        WriteTable("batch", Batches.Select(batch => $"{batch}"), byBatch, results.ImagesPerSecond);
        Report.WriteLine($"Training GFLOP/s by depths, as multiples of the reference's depths, batch {Batch}.");
        WriteTable("depths", Sizes.Select(size => Factor(size.Factor)), byDepth, results.GigaflopsPerSecond);

        ScalePlot.Save(
            png,
            new("Batch", "images/s", Batches.Select(batch => (double)batch), Lines(byBatch, results.ImagesPerSecond)),
            new(
                "Depths, as multiples of the reference's",
                "GFLOP/s",
                Sizes.Select(size => size.Factor),
                Lines(byDepth, results.GigaflopsPerSecond)));
        ResultFile.Write(
            [.. byBatch.Concat(byDepth).Distinct().Select(trial => ResultEntry.Of(Name(trial), trial, results)!)],
            options);
    }

    private static IEnumerable<Trial> Each(int batch, NetworkSize size) => Enum.GetValues<ComputePrecision>()
        .Select(precision => new Trial(Contender.Library, TrialWork.Train, precision, batch, KeepsMemory: true, size));

    private static void WriteTable(string corner, IEnumerable<string> heads, Trial[] trials, Func<Trial, double?> value) =>
        Report.WriteTable(
            [corner, .. heads],
            trials.GroupBy(trial => trial.Precision).Select(line => (string[])
            [
                Report.Name(line.Key),
                .. line.Select(trial => value(trial)?.ToString("F1", CultureInfo.InvariantCulture) ?? ""),
            ]));

    private static IEnumerable<ScaleLine> Lines(Trial[] trials, Func<Trial, double?> value) => trials
        .GroupBy(trial => trial.Precision)
        .Select(line => new ScaleLine(Report.Name(line.Key), [.. line.Select(trial => value(trial) ?? double.NaN)]));

    private static string Name(Trial trial)
    {
        double factor = Sizes.First(size => size.Size == trial.Size).Factor;
        string depths = trial.Size == NetworkSize.Reference ? "" : $"-x{Factor(factor)}";
        return $"train-{Report.Name(trial.Precision)}-b{trial.Batch}{depths}";
    }

    private static string Factor(double factor) => factor.ToString(CultureInfo.InvariantCulture);
}
