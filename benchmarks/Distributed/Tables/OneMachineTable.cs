namespace Dcgan.Benchmarks;

/// <summary>Prints two processes on one machine beside one process with all threads.</summary>
internal static class OneMachineTable
{
    /// <summary>The share of one process's speed that two processes with half of the threads each must reach.</summary>
    private const double SpeedGoal = 0.9;

    private const double Megabyte = 1024 * 1024;

    internal static void Write(DistributedTrials trials, MpiResults results)
    {
        (RankReading whole, RankReading halves, RankReading half) = (results[trials.Whole], results[trials.Halves], results[trials.Half]);
        Report.WriteLine("One machine, the reference's networks:");
        Report.WriteLine("");
        Report.WriteTable(
            ["processes", "threads each", "images each", "images/s", "share of a step in sums", "peak MB of a process"],
            [
                Row(trials.Whole, whole),
                Row(trials.Halves, halves),
                Row(trials.Half, half),
            ]);

        double speed = whole.SecondsPerStep / halves.SecondsPerStep;
        double extra = halves.PeakMegabytes.Max() - half.PeakMegabytes[0];
        double buffer = halves.Sums.Sum() / Megabyte;
        Report.WriteLine(
            $"Two processes reach {Report.Text(speed, "F2")} of the speed of one: at least {Report.Text(SpeedGoal, "F1")} {Met(speed >= SpeedGoal)}. "
            + $"A process needs {Report.Text(extra, "F0")} MB more than the same process as a run of its own: at most the gradients' "
            + $"{Report.Text(buffer, "F0")} MB {Met(extra <= buffer)}.");
        Report.WriteLine("");
    }

    private static string[] Row(MpiTrial trial, RankReading reading) =>
    [
        Report.Text(trial.Processes, "F0"),
        Report.Text(trial.Request.Threads, "F0"),
        Report.Text(trial.Request.Batch / trial.Processes, "F0"),
        Report.Text(trial.Request.Batch / reading.SecondsPerStep, "F1"),
        Report.Text(reading.SumSecondsPerStep / reading.SecondsPerStep, "P0"),
        string.Join(", ", reading.PeakMegabytes.Select(peak => Report.Text(peak, "F0"))),
    ];

    private static string Met(bool isMet) => isMet ? "(met)" : "(not met)";
}
