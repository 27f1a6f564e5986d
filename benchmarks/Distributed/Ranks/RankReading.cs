namespace Dcgan.Benchmarks;

/// <summary>What the processes have measured. Rank 0 prints it as a line of JSON.</summary>
internal sealed record RankReading
{
    /// <summary>Median seconds of a step, by the slowest process of each step.</summary>
    public double SecondsPerStep { get; init; }

    /// <summary>
    /// Median seconds of the same step if nothing crosses the network, by the slowest process of each step. The steps of both kinds
    /// alternate.
    /// </summary>
    public double SecondsApart { get; init; }

    /// <summary>
    /// Median seconds of a step that rank 0 spends in sums, waiting for the other processes included, and without what it computes
    /// beside sums in the background.
    /// </summary>
    public double SumSecondsPerStep { get; init; }

    /// <summary>Bytes of each large sum of a step, in order: one for each update of a network.</summary>
    public IReadOnlyList<long> Sums { get; init; } = [];

    /// <summary>Bytes of those sums that run in the background.</summary>
    public long BytesInBackground { get; init; }

    /// <summary>Median seconds of a step that compute beside these sums, if nothing crosses the network.</summary>
    public double SecondsBeside { get; init; }

    /// <summary>Number of small sums of a step, with which the processes agree on how to continue.</summary>
    public double Meetings { get; init; }

    /// <summary>Bytes that each host sends in a step, with all headers; 0 on one machine.</summary>
    public double WireBytesPerStep { get; init; }

    /// <summary>Peak resident memory of each process in MiB, by rank.</summary>
    public IReadOnlyList<double> PeakMegabytes { get; init; } = [];

    /// <summary>The times of single sums, if these were asked for; ascending sizes.</summary>
    public IReadOnlyList<SumTiming> Timings { get; init; } = [];

    /// <summary>The medians over several rounds of the same measurement.</summary>
    internal static RankReading Median(IReadOnlyList<RankReading> rounds) => rounds[0] with
    {
        SecondsPerStep = Statistics.Median(rounds.Select(round => round.SecondsPerStep)),
        SecondsApart = Statistics.Median(rounds.Select(round => round.SecondsApart)),
        SumSecondsPerStep = Statistics.Median(rounds.Select(round => round.SumSecondsPerStep)),
        SecondsBeside = Statistics.Median(rounds.Select(round => round.SecondsBeside)),
        WireBytesPerStep = Statistics.Median(rounds.Select(round => round.WireBytesPerStep)),
        PeakMegabytes = [.. rounds[0].PeakMegabytes.Select((_, rank) => Statistics.Median(rounds.Select(round => round.PeakMegabytes[rank])))],
        Timings =
        [
            .. rounds[0].Timings.Select((timing, index) => timing with
            {
                Seconds = Statistics.Median(rounds.Select(round => round.Timings[index].Seconds)),
                SecondsToAdd = Statistics.Median(rounds.Select(round => round.Timings[index].SecondsToAdd)),
            }),
        ],
    };
}
