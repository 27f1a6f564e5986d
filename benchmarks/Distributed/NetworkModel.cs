using Dcgan.Mpi;

namespace Dcgan.Benchmarks;

/// <summary>
/// Predicts how long sums over N processes take, one process on each host. The formula is that of Rabenseifner's algorithm, with which
/// Open MPI and MPICH sum large tensors: halves are exchanged and added in log2(N) messages, then collected in as many. A sum of S bytes
/// takes
/// <code>
/// 2 log2(N) · (3 · latency)            for each message larger than 64 KB: the request, its answer and the data; else 1 · latency
/// + 2 (N-1)/N · S · max(1/bandwidth, copying)      each process sends and receives so many bytes
/// + (N-1)/N · S · adding                           and adds half as many
/// </code>
/// Dcgan.Mpi sums in parts, one after the other, each with its messages. (The sum in the background is made at once, with fewer messages.)
/// A meeting, in which the processes exchange a few bytes, takes log2(N) · latency. A step takes its computation, its sums and its meetings,
/// one after the other, without what <see cref="Hidden"/> returns for the sum in the background.
/// A sum in the background is polled once in a millisecond; the model has no cost for that.
/// </summary>
/// <param name="Latency">Seconds of a small message, without the link's delay.</param>
/// <param name="Costs">The processors' costs by the size of the sum, ascending; at least one.</param>
internal sealed record NetworkModel(double Latency, IReadOnlyList<SumCost> Costs)
{
    /// <summary>Size from which on Open MPI first asks the receiver (btl_tcp_eager_limit).</summary>
    private const long AskedSize = 1 << 16;

    private const int MessagesOfAsked = 3;

    /// <summary>Derives the constants from sums over hosts whose links have no limit.</summary>
    /// <param name="timings">Measured sums, ascending. The first is a meeting.</param>
    /// <param name="processes">Number of processes that were measured, at least 2.</param>
    internal static NetworkModel Of(IReadOnlyList<SumTiming> timings, int processes)
    {
        double latency = timings[0].Seconds / Math.Log2(processes);
        return new NetworkModel(latency, [.. timings.Skip(1).Select(timing => Cost(timing, processes, latency))]);
    }

    /// <summary>The same network with a transport that does not use the processor, as RDMA.</summary>
    internal NetworkModel WithoutCopying() => this with { Costs = [.. Costs.Select(cost => cost with { Copying = 0 })] };

    /// <summary>Seconds of a step.</summary>
    /// <param name="compute">Seconds of its computation.</param>
    /// <param name="sums">Bytes of each of its sums.</param>
    /// <param name="meetings">Number of its meetings.</param>
    /// <param name="processes">Number of processes.</param>
    /// <param name="link">The link of each host.</param>
    internal double Step(double compute, IEnumerable<long> sums, double meetings, int processes, Link link) =>
        compute + sums.Sum(bytes => Sum(bytes, processes, link)) + (meetings * Math.Log2(processes) * (Latency + link.DelaySeconds));

    /// <summary>Seconds that a sum in the background saves a step: it waits for the network while the processor computes.</summary>
    /// <param name="bytes">Bytes of the sum; 0 if none is in the background.</param>
    /// <param name="processes">Number of processes.</param>
    /// <param name="link">The link of each host.</param>
    /// <param name="computing">Seconds that the processor computes beside the sum.</param>
    /// <param name="threads">Number of cores that compute; copying and adding take one of them.</param>
    internal double Hidden(long bytes, int processes, Link link, double computing, int threads)
    {
        if (bytes == 0)
        {
            return 0;
        }

        SumCost cost = CostOf(bytes);
        double processing = Traffic(bytes, processes) * (cost.Copying + (cost.Adding / 2));
        return Math.Max(0, Math.Min(computing, Sum(bytes, processes, link)) - (processing / threads));
    }

    /// <summary>Seconds of a sum.</summary>
    internal double Sum(long bytes, int processes, Link link)
    {
        SumCost cost = CostOf(bytes);
        return (Messages(bytes, processes) * (Latency + link.DelaySeconds))
            + (Traffic(bytes, processes) * (Math.Max(link.SecondsPerByte, cost.Copying) + (cost.Adding / 2)));
    }

    /// <summary>Bytes that each process sends, and receives, for a sum.</summary>
    internal static double Traffic(long bytes, int processes) => 2.0 * (processes - 1) / processes * bytes;

    /// <summary>Number of messages that follow one another in a sum.</summary>
    private static double Messages(long bytes, int processes) =>
        (bytes / MpiProcessGroup.PartBytes * MessagesOfPart(MpiProcessGroup.PartBytes, processes))
        + MessagesOfPart(bytes % MpiProcessGroup.PartBytes, processes);

    private static double MessagesOfPart(long bytes, int processes) => bytes == 0 ? 0 :
        2 * Enumerable.Range(1, (int)Math.Log2(processes)).Sum(round => bytes >> round > AskedSize ? MessagesOfAsked : 1);

    private SumCost CostOf(long bytes) => Costs.MinBy(cost => Math.Abs(Math.Log((double)cost.Bytes / bytes)))!;

    private static SumCost Cost(SumTiming timing, int processes, double latency)
    {
        double adding = timing.SecondsToAdd / (timing.Bytes / 2.0);
        double perByte = (timing.Seconds - (Messages(timing.Bytes, processes) * latency)) / Traffic(timing.Bytes, processes);
        return new SumCost(timing.Bytes, Math.Max(0, perByte - (adding / 2)), adding);
    }
}
