using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Measures trials in rounds that interleave them, each trial in its own process.</summary>
internal static class TrialRunner
{
    /// <param name="trials">
    /// The trials to measure. Equal trials are measured once, and PyTorch's trials are skipped if no PyTorch command is given.
    /// </param>
    /// <param name="options">Rounds, steps, threads and PyTorch's command.</param>
    /// <returns>Medians over the rounds.</returns>
    /// <exception cref="BenchmarkException">A process failed.</exception>
    internal static Results Run(IEnumerable<Trial> trials, RunOptions options)
    {
        ITrialProcess[] processes =
        [
            .. trials.Distinct()
                .Where(trial => !trial.Contender.IsPyTorch || options.PyTorch.Count > 0)
                .GroupBy(SharedProcess)
                .Select(group => group.Key.Contender.IsPyTorch
                    ? new PyTorchProcess([.. group])
                    : (ITrialProcess)new OwnProcess(group.Key)),
        ];
        Machine.WarnIfBusy();
        var readings = new List<(Trial Trial, Reading Reading)>();
        for (int round = 0; round < options.Rounds; round++)
        {
            // Alternating order, so that a drift of the machine's speed affects early and late trials alike.
            IEnumerable<ITrialProcess> order = round % 2 == 0 ? processes : processes.Reverse();
            int done = 0;
            foreach (ITrialProcess process in order)
            {
                Console.Error.Write($"round {round + 1}/{options.Rounds}, {++done}/{processes.Length}: {process.Title}: ");
                (Trial Trial, Reading Reading)[] measured = [.. process.Run(options)];
                readings.AddRange(measured);
                Console.Error.WriteLine(string.Join(", ", measured.Select(one => Summary(one.Reading))));
            }
        }

        return new Results(readings
            .GroupBy(one => one.Trial, one => one.Reading)
            .ToDictionary(trial => trial.Key, trial => Reading.Median([.. trial])));
    }

    /// <summary>
    /// Groups trials by process: PyTorch's sampling times both precisions in one process, and every other trial has a
    /// separate process.
    /// </summary>
    private static Trial SharedProcess(Trial trial) => trial is { Work: TrialWork.Sample, Contender.IsPyTorch: true }
        ? trial with { Precision = ComputePrecision.Float32 }
        : trial;

    private static string Summary(Reading reading) => reading.Seconds is double seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F1} ms")
        : string.Create(
            CultureInfo.InvariantCulture, $"best layer {reading.Layers.Max(layer => layer.GigaflopsPerSecond):F0} GFLOP/s");
}
