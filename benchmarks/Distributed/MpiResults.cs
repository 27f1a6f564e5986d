using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Medians of the readings over the rounds.</summary>
internal sealed class MpiResults
{
    private readonly Dictionary<MpiTrial, RankReading> readings;

    private MpiResults(Dictionary<MpiTrial, RankReading> readings) => this.readings = readings;

    internal RankReading this[MpiTrial trial] => readings[trial];

    /// <summary>Measures all trials in each round, in alternating order, so that a drift of the machine's speed affects all alike.</summary>
    internal static MpiResults Measure(MpiRuns runs, IReadOnlyList<MpiTrial> trials, int rounds)
    {
        var readings = new List<(MpiTrial Trial, RankReading Reading)>();
        for (int round = 0; round < rounds; round++)
        {
            int done = 0;
            foreach (MpiTrial trial in round % 2 == 0 ? trials : trials.Reverse())
            {
                Console.Error.Write($"round {round + 1}/{rounds}, {++done}/{trials.Count}: {trial}: ");
                RankReading reading = trial.Run(runs);
                readings.Add((trial, reading));
                double seconds = reading.Timings.Count > 0 ? reading.Timings[^1].Seconds : reading.SecondsPerStep;
                Console.Error.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{seconds * 1000:F1} ms"));
            }
        }

        return new MpiResults(readings
            .GroupBy(one => one.Trial, one => one.Reading)
            .ToDictionary(trial => trial.Key, trial => RankReading.Median([.. trial])));
    }
}
