using System.Diagnostics;

namespace Dcgan.Benchmarks;

/// <summary>Runs clients after a warm-up. Each client sends its next request as soon as it has an answer.</summary>
internal static class ClosedLoop
{
    /// <summary>Duration of the warm-up, long enough for tier-1 JIT compilation in both processes.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <param name="kind">The kind of request.</param>
    /// <param name="contender">The contender that answers.</param>
    /// <param name="clients">Number of clients.</param>
    /// <param name="time">Duration after the warm-up.</param>
    /// <param name="ask">Requests the n-th picture; returns false if the request is refused.</param>
    internal static LoadReading Run(RequestKind kind, Contender contender, int clients, TimeSpan time, Func<long, Task<bool>> ask)
    {
        long number = 0;
        long begin = Stopwatch.GetTimestamp() + Ticks(WarmUp);
        long end = begin + Ticks(time);
        var answers = new List<(long Asked, long Answered, bool Refused)>[clients];
        Task[] loops = [.. Enumerable.Range(0, clients).Select(client => Task.Run(async () =>
        {
            answers[client] = [];
            for (long asked = Stopwatch.GetTimestamp(); asked < end; asked = Stopwatch.GetTimestamp())
            {
                bool answered = await ask(Interlocked.Increment(ref number)).ConfigureAwait(false);
                answers[client].Add((asked, Stopwatch.GetTimestamp(), !answered));
            }
        }))];
        Task.WaitAll(loops);

        // Counts all answers that arrive within the time, even if they were requested earlier. Slow answers then do not
        // distort the rate.
        (long Asked, long Answered, bool Refused)[] counted =
            [.. answers.SelectMany(list => list).Where(answer => answer.Answered >= begin && answer.Answered < end)];
        double[] latencies = [.. counted
            .Where(answer => !answer.Refused)
            .Select(answer => Stopwatch.GetElapsedTime(answer.Asked, answer.Answered).TotalSeconds)
            .Order()];
        return latencies.Length > 0
            ? new LoadReading(kind, contender, clients, time.TotalSeconds, latencies, counted.Length - latencies.Length)
            : throw new BenchmarkException($"{kind.Title}: no request was answered within {time.TotalSeconds} s.");
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
