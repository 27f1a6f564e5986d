using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>One measurement over MPI.</summary>
/// <param name="Processes">Number of processes.</param>
/// <param name="Link">The link of each process's host; null if all processes are on this machine.</param>
/// <param name="Request">What the processes do.</param>
internal sealed record MpiTrial(int Processes, Link? Link, RankRequest Request)
{
    internal RankReading Run(MpiRuns runs) =>
        Link is null ? runs.OnThisMachine(Processes, Request) : runs.OnHosts(Processes, Link, Request);

    /// <summary>The name of the trial in the result file, such as distributed-reference-2-hosts-10-gbit-b64.</summary>
    internal string Case => string.Join('-', ((string[])
    [
        "distributed",
        Request.Networks == RankNetworks.Reference ? "reference" : "sample",
        Link is null ? $"{Processes}x{Request.Threads}-threads" : $"{Processes}-hosts",
        Link?.Gigabits is double rate ? string.Create(CultureInfo.InvariantCulture, $"{rate}-gbit") : "",
        Link?.DelayMilliseconds > 0 ? string.Create(CultureInfo.InvariantCulture, $"{Link.DelayMilliseconds}-ms") : "",
        $"b{Request.Batch}",
    ]).Where(part => part.Length > 0));

    public override string ToString()
    {
        string place = Link is null ? $"this machine, {Processes} x {Request.Threads} threads" : $"{Processes} hosts, {Link}";
        return Request.Mode == RankMode.Sums ? $"{place}, sums" : $"{place}, {Request.Networks}, batch {Request.Batch}";
    }
}
