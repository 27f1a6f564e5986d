using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Measures trials, each in its own process, in rounds that interleave all of them.</summary>
internal static class TrialRunner
{
    /// <param name="trials">
    /// What to measure; the same trial twice is measured once. PyTorch's are left out without its command.
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
            // There and back again, so that a drift of the machine's speed meets early and late trials alike.
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

    /// <summary>PyTorch's sampling times both precisions in one process; every other trial has a process of its own.</summary>
    private static Trial SharedProcess(Trial trial) => trial is { Work: TrialWork.Sample, Contender.IsPyTorch: true }
        ? trial with { Precision = ComputePrecision.Float32 }
        : trial;

    private static string Summary(Reading reading) => reading.Seconds is double seconds
        ? string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F1} ms")
        : string.Create(
            CultureInfo.InvariantCulture, $"best layer {reading.Layers.Max(layer => layer.GigaflopsPerSecond):F0} GFLOP/s");
}
