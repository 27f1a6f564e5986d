namespace Dcgan.Benchmarks;

/// <summary>The measurements of the distributed part.</summary>
internal sealed class DistributedTrials(RunOptions options, bool hasDelays)
{
    /// <summary>Images of the whole batch.</summary>
    internal const int Batch = 64;

    /// <summary>Images of a process in the trial that separates a step's fixed time from the time of its images.</summary>
    internal const int FewImages = 4;

    /// <summary>Timed steps of the sample's networks for each of the reference's, which take about ten times as long.</summary>
    private const int StepsOfSample = 4;

    private static readonly double[] Rates = [1, 10];

    private static readonly double[] Delays = [0.1, 1];

    internal static IReadOnlyList<int> Hosts { get; } = [2, 4];

    internal static IReadOnlyList<RankNetworks> Networks { get; } = [RankNetworks.Reference, RankNetworks.Sample];

    /// <summary>Limited links first, then one that only the processors limit.</summary>
    internal IReadOnlyList<Link> Links { get; } =
    [
        .. Rates.SelectMany(rate => (hasDelays ? [0, .. Delays] : (double[])[0]).Select(delay => new Link(rate, delay))), Link.Unlimited,
    ];

    /// <summary>One process with all threads.</summary>
    internal MpiTrial Whole => new(1, null, Request(RankMode.Train, RankNetworks.Reference, Batch, options.Threads));

    /// <summary>Two processes with half of the threads and of the images each.</summary>
    internal MpiTrial Halves => new(2, null, Request(RankMode.Train, RankNetworks.Reference, Batch, HalfOfThreads));

    /// <summary>One of these processes as a run of its own: what memory it needs without the other.</summary>
    internal MpiTrial Half => new(1, null, Request(RankMode.Train, RankNetworks.Reference, Batch / 2, HalfOfThreads));

    /// <summary>Two processes with few images.</summary>
    internal MpiTrial Few => new(2, Link.Unlimited, Request(RankMode.Train, RankNetworks.Reference, 2 * FewImages, 1));

    internal IEnumerable<MpiTrial> All =>
    [
        Whole, Halves, Half, Few,
        .. Hosts.SelectMany(hosts => (MpiTrial[])
        [
            Sums(hosts),
            .. Networks.SelectMany(networks => Links.Select(link => Run(networks, hosts, link))),
        ]),
    ];

    private int HalfOfThreads => Math.Max(1, options.Threads / 2);

    internal MpiTrial Sums(int hosts) => new(hosts, Link.Unlimited, Request(RankMode.Sums, RankNetworks.Reference, Batch, 1));

    internal MpiTrial Run(RankNetworks networks, int hosts, Link link) =>
        new(hosts, link, Request(RankMode.Train, networks, Batch, 1));

    private RankRequest Request(RankMode mode, RankNetworks networks, int batch, int threads) =>
        new(mode, networks, batch, networks == RankNetworks.Sample ? options.Steps * StepsOfSample : options.Steps, threads);
}
