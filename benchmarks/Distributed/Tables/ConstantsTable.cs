namespace Dcgan.Benchmarks;

/// <summary>Prints the measured constants of the model.</summary>
internal static class ConstantsTable
{
    private const double Gigabit = 1e9 / 8;

    private const double Gigabyte = 1e9;

    internal static void Write(DistributedTrials trials, MpiResults results)
    {
        Report.WriteLine("Sums over hosts whose links have no limit, and the model's constants:");
        Report.WriteLine("");
        Report.WriteTable(
            ["hosts", "sum, KB", "ms", "KB sent by a host", "KB by the formula", "latency, µs", "copying, Gbit/s", "adding, GB/s"],
            DistributedTrials.Hosts.SelectMany(hosts => Rows(hosts, results[trials.Sums(hosts)].Timings)));
    }

    private static IEnumerable<string[]> Rows(int hosts, IReadOnlyList<SumTiming> timings)
    {
        var model = NetworkModel.Of(timings, hosts);
        return timings.Select((timing, index) => (string[])
        [
            Report.Text(hosts, "F0"),
            Report.Text(timing.Bytes / 1e3, "0.###"),
            Report.Text(timing.Seconds * 1000, "F3"),
            Report.Text(timing.WireBytes / 1e3, "0.###"),
            Report.Text((index == 0 ? Math.Log2(hosts) * timing.Bytes : NetworkModel.Traffic(timing.Bytes, hosts)) / 1e3, "0.###"),
            index == 0 ? Report.Text(model.Latency * 1e6, "F0") : "",
            index == 0 ? "" : Rate(model.Costs[index - 1].Copying, Gigabit),
            index == 0 ? "" : Rate(model.Costs[index - 1].Adding, Gigabyte),
        ]);
    }

    /// <summary>A rate, or nothing if the bytes take no measurable time.</summary>
    private static string Rate(double secondsPerByte, double bytes) => secondsPerByte > 0 ? Report.Text(1 / (secondsPerByte * bytes), "F1") : "";
}
