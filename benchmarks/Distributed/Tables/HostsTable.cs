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
                    errors.Add((predicted / reading.SecondsPerStep) - 1);
                    return Row(networks, hosts, link, reading, predicted);
                }));
            }
        }

        Report.WriteTable(
            ["networks", "hosts", "link", "images/s", "ms a step", "share of a step in sums", "MB sent by a host", "MB by the formula", "ms without network", "ms predicted", "error"],
            rows);
        int met = errors.Count(error => Math.Abs(error) <= ErrorGoal);
        Report.WriteLine($"{met} of {errors.Count} predictions are within {Text(ErrorGoal, "P0")}.");
        Report.WriteLine("");
    }

    /// <summary>
    /// The seconds of a step: from the steps in which nothing crosses the network, and the sums on links without a limit. The time of the
    /// steps that are predicted has no part in it.
    /// </summary>
    internal static double Predict(RankReading reading, RankReading sums, int hosts, Link link) =>
        NetworkModel.Of(sums.Timings, hosts).Step(reading.SecondsApart, reading.Sums, reading.Meetings, hosts, link);

    private static string[] Row(RankNetworks networks, int hosts, Link link, RankReading reading, double predicted) =>
    [
        $"{networks}",
        Text(hosts, "F0"),
        $"{link}",
        Text(DistributedTrials.Batch / reading.SecondsPerStep, "F1"),
        Text(reading.SecondsPerStep * 1000, "F0"),
        Text(reading.SumSecondsPerStep / reading.SecondsPerStep, "P0"),
        Text(reading.WireBytesPerStep / 1e6, "F1"),
        Text(reading.Sums.Sum(bytes => NetworkModel.Traffic(bytes, hosts)) / 1e6, "F1"),
        Text(reading.SecondsApart * 1000, "F0"),
        Text(predicted * 1000, "F0"),
        ((predicted / reading.SecondsPerStep) - 1).ToString("+0 %;-0 %;0 %", CultureInfo.InvariantCulture),
    ];

    private static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
}
