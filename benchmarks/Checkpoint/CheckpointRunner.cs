using System.Diagnostics;
using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Measures all operations in interleaved rounds, so that a slowdown of the disk affects all operations.</summary>
internal static class CheckpointRunner
{
    /// <returns>Medians over the rounds, in the order of the operations.</returns>
    internal static IReadOnlyList<CheckpointReading> Run(CheckpointWork work, int rounds)
    {
        foreach (CheckpointOperation operation in CheckpointOperation.All)
        {
            Measure(operation, work); // Compiles the code and puts the file into the system's cache.
        }

        var readings = new List<CheckpointReading>();
        for (int round = 0; round < rounds; round++)
        {
            // Alternating order, as in TrialRunner. A load reads the file from the preceding save, which may be in the
            // previous round.
            IEnumerable<CheckpointOperation> order = round % 2 == 0 ? CheckpointOperation.All : CheckpointOperation.All.Reverse();
            CheckpointReading[] measured = [.. order.Select(operation => Measure(operation, work))];
            readings.AddRange(measured);
            Console.Error.WriteLine($"round {round + 1}/{rounds}: {string.Join(", ", measured.Select(Summary))}");
        }

        return
        [
            .. CheckpointOperation.All.Select(operation =>
                CheckpointReading.Median(operation, [.. readings.Where(reading => reading.Operation == operation)])),
        ];
    }

    private static CheckpointReading Measure(CheckpointOperation operation, CheckpointWork work)
    {
        operation.Before?.Invoke(work);
        double seconds = 0;
        double? extra = ExtraMemory.Of(() =>
        {
            long started = Stopwatch.GetTimestamp();
            operation.Run(work);
            seconds = Stopwatch.GetElapsedTime(started).TotalSeconds;
        });
        return new CheckpointReading(operation, seconds, extra);
    }

    private static string Summary(CheckpointReading reading) =>
        string.Create(CultureInfo.InvariantCulture, $"{reading.Operation.Title} {reading.Seconds * 1000:F0} ms");
}
