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

    public override string ToString()
    {
        string place = Link is null
            ? $"{Processes} processes with {Request.Threads} threads each on this machine"
            : $"{Processes} hosts, {Link}";
        return Request.Mode == RankMode.Sums
            ? $"{place}, sums"
            : string.Create(CultureInfo.InvariantCulture, $"{place}, {Request.Networks} networks, batch {Request.Batch}, {Request.Mode}");
    }
}
