using System.CommandLine;

namespace Dcgan.Benchmarks;

/// <summary>
/// Measures training on several processes and hosts: the cost of the processes on one machine, the network's share of a step, and a model
/// that predicts both for many hosts.
/// </summary>
internal static class DistributedPart
{
    internal static Command Create(RunOptionsReader reader) => reader.Part(
        "distributed", "Times training over MPI on this machine and on hosts that are network namespaces, and predicts it for many hosts.", Run);

    private static void Run(RunOptions options)
    {
        var runs = MpiRuns.Create();
        Machine.WarnIfBusy();
        var trials = new DistributedTrials(options, runs.HasDelays);
        var results = MpiResults.Measure(runs, [.. trials.All], options.Rounds);

        Report.WriteMachine(options);
        OneMachineTable.Write(trials, results);
        Report.WriteLine(runs.HasDelays
            ? "The delays of the links are one way."
            : "This kernel has no netem: the links have only their own latency.");
        Report.WriteLine("");
        ConstantsTable.Write(trials, results);
        HostsTable.Write(trials, results);
        ScaleTable.Write(trials, results);
        ResultFile.Write([.. Entries(trials, results)], options);
    }

    private static IEnumerable<ResultEntry> Entries(DistributedTrials trials, MpiResults results)
    {
        foreach (MpiTrial trial in trials.All.Where(trial => trial.Request.Mode == RankMode.Train))
        {
            RankReading reading = results[trial];
            yield return Entry(trial, Contender.Library.Id, reading.SecondsPerStep, reading.PeakMegabytes.Max());
            if (trial.Link is Link link)
            {
                yield return Entry(trial, "model", HostsTable.Predict(reading, results[trials.Sums(trial.Processes)], trial.Processes, link), null);
            }
        }
    }

    private static ResultEntry Entry(MpiTrial trial, string contender, double seconds, double? megabytes) =>
        new(trial.Case, contender, seconds, trial.Request.Batch / seconds, null, megabytes);
}
