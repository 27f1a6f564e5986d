using System.CommandLine;
using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Times each convolution alone, to show which layers can take the time of a step and how fast they could be.</summary>
internal static class LayersPart
{
    private const int Batch = 64;

    internal static Command Create(RunOptionsReader reader) => reader.Part(
        "layers", "Times each convolution of both networks alone: forward and both gradients.", Run);

    private static void Run(RunOptions options)
    {
        Trial[] trials =
        [
            .. Enum.GetValues<ComputePrecision>().Select(precision =>
                new Trial(Contender.LibTorch, TrialWork.AllConvolutions, precision, Batch, KeepsMemory: true)),
        ];
        Results results = TrialRunner.Run(trials, options);
        (Trial Trial, LayerTiming Timing)[] timings =
            [.. trials.SelectMany(trial => results[trial]!.Layers.Select(timing => (trial, timing)))];

        Report.WriteMachine(options);
        Report.WriteLine($"GFLOP/s of single layers, batch {Batch}, channels_last, kept memory.");
        Report.WriteTable(
            ["layer", "GFLOP", .. trials.SelectMany(trial => Enum.GetValues<LayerDirection>().Select(direction =>
                $"{Report.Name(trial.Precision)} {Words(direction)}"))],
            timings.GroupBy(one => one.Timing.Layer).Select(layer => (string[])
            [
                layer.Key,
                layer.First().Timing.Gigaflop.ToString("F2", CultureInfo.InvariantCulture),
                .. trials.SelectMany(trial => Enum.GetValues<LayerDirection>().Select(direction => layer
                    .Where(one => one.Trial == trial && one.Timing.Direction == direction)
                    .Select(one => one.Timing.GigaflopsPerSecond.ToString("F0", CultureInfo.InvariantCulture))
                    .FirstOrDefault(string.Empty))),
            ]));
        ResultFile.Write(
            [.. timings.Select(one => ResultEntry.Of(Case(one.Trial, one.Timing), one.Timing, one.Trial))],
            options);
    }

    private static string Case(Trial trial, LayerTiming timing) =>
        $"layer-{Report.Name(trial.Precision)}-b{Batch}-{timing.Layer}-{Words(timing.Direction)}".Replace(' ', '-');

    private static string Words(LayerDirection direction) => direction switch
    {
        LayerDirection.Forward => "forward",
        LayerDirection.InputGradient => "input gradient",
        LayerDirection.WeightGradient => "weight gradient",
        _ => throw new ArgumentOutOfRangeException(nameof(direction), direction, null),
    };
}
