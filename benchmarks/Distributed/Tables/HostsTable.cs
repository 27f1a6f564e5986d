using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>Prints the runs on several hosts beside the model's prediction.</summary>
internal static class HostsTable
{
    /// <summary>The largest error of a prediction, as a share of the measured time.</summary>
    private const double ErrorGoal = 0.15;

    internal static void Write(DistributedTrials trials, MpiResults results)
    {
        Report.WriteLine(
            $"Hosts as network namespaces of this machine, one process of one thread on each, {DistributedTrials.Batch} images in total:");
        Report.WriteLine("");
        var errors = new List<double>();
        var rows = new List<string[]>();
        foreach (RankNetworks networks in DistributedTrials.Networks)
        {
            foreach (int hosts in DistributedTrials.Hosts)
            {
                rows.AddRange(trials.Links.Select(link =>
                {
                    RankReading reading = results[trials.Run(networks, hosts, link)];
                    double predicted = Predict(reading, results[trials.Sums(hosts)], hosts, link);
                    double error = (predicted / reading.SecondsPerStep) - 1;
                    errors.Add(error);
                    return Row(networks, hosts, link, reading, predicted, error);
                }));
            }
        }

        Report.WriteTable(
            ["networks", "hosts", "link", "images/s", "ms a step", "share of a step in sums", "MB sent by a host", "MB by the formula", "ms without network", "ms predicted", "error"],
            rows);
        int met = errors.Count(error => Math.Abs(error) <= ErrorGoal);
        Report.WriteLine($"{met} of {errors.Count} predictions are within {Report.Text(ErrorGoal, "P0")}.");
        Report.WriteLine("");
    }

    /// <summary>
    /// The seconds of a step: from the steps in which nothing crosses the network, and the sums on links without a limit. The time of the
    /// steps that are predicted has no part in it.
    /// </summary>
    internal static double Predict(RankReading reading, RankReading sums, int hosts, Link link)
    {
        var model = NetworkModel.Of(sums.Timings, hosts);
        return model.Step(reading.SecondsApart, reading.Sums, reading.Meetings, hosts, link)
            - model.Hidden(reading.BytesInBackground, hosts, link, reading.SecondsBeside, threads: 1);
    }

    private static string[] Row(RankNetworks networks, int hosts, Link link, RankReading reading, double predicted, double error) =>
    [
        $"{networks}",
        Report.Text(hosts, "F0"),
        $"{link}",
        Report.Text(DistributedTrials.Batch / reading.SecondsPerStep, "F1"),
        Report.Text(reading.SecondsPerStep * 1000, "F0"),
        Report.Text(reading.SumSecondsPerStep / reading.SecondsPerStep, "P0"),
        Report.Text(reading.WireBytesPerStep / 1e6, "F1"),
        Report.Text(reading.Sums.Sum(bytes => NetworkModel.Traffic(bytes, hosts)) / 1e6, "F1"),
        Report.Text(reading.SecondsApart * 1000, "F0"),
        Report.Text(predicted * 1000, "F0"),
        error.ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture),
    ];
}
