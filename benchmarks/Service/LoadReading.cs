namespace Dcgan.Benchmarks;

/// <summary>What some time of load gave.</summary>
/// <param name="Kind">Of which requests.</param>
/// <param name="Contender">Who answered.</param>
/// <param name="Clients">Connections, or threads where there are none, each asking again as soon as it is answered.</param>
/// <param name="Seconds">How long.</param>
/// <param name="Latencies">Seconds of each request that was answered, in order of size; at least one.</param>
/// <param name="Refused">Requests that were answered with 503.</param>
internal sealed record LoadReading(
    RequestKind Kind, Contender Contender, int Clients, double Seconds, IReadOnlyList<double> Latencies, int Refused)
{
    private const double Middle = 0.5;

    internal double RequestsPerSecond => Latencies.Count / Seconds;

    /// <summary>The time within which a share of the requests was answered.</summary>
    internal double Quantile(double share) => Latencies[(int)Math.Min(Latencies.Count - 1, Math.Floor(share * Latencies.Count))];

    internal ResultEntry ToEntry() => new(
        $"{Kind.Case}-{Clients}",
        Contender.Id,
        Quantile(Middle),
        Kind.Faces == 0 ? null : Kind.Faces * RequestsPerSecond,
        Gflops: null,
        PeakMegabytes: null);
}
