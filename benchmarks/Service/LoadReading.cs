namespace Dcgan.Benchmarks;

/// <summary>The result of one load.</summary>
/// <param name="Kind">The kind of request.</param>
/// <param name="Contender">The contender that answered.</param>
/// <param name="Clients">
/// Number of connections or, without HTTP, of threads. Each sends its next request as soon as it has an answer.
/// </param>
/// <param name="Seconds">Duration of the load.</param>
/// <param name="Latencies">Latencies of the answered requests in seconds, ascending; at least one.</param>
/// <param name="Refused">Number of requests answered with 503.</param>
internal sealed record LoadReading(
    RequestKind Kind, Contender Contender, int Clients, double Seconds, IReadOnlyList<double> Latencies, int Refused)
{
    private const double Middle = 0.5;

    internal double RequestsPerSecond => Latencies.Count / Seconds;

    /// <summary>Latency quantile in seconds: the given share of the requests was answered within this time.</summary>
    internal double Quantile(double share) => Latencies[(int)Math.Min(Latencies.Count - 1, Math.Floor(share * Latencies.Count))];

    internal ResultEntry ToEntry() => new(
        $"{Kind.Case}-{Clients}",
        Contender.Id,
        Quantile(Middle),
        Kind.Faces == 0 ? null : Kind.Faces * RequestsPerSecond,
        Gflops: null,
        PeakMegabytes: null);
}
