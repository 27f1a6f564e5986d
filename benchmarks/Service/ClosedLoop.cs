using System.Diagnostics;

namespace Dcgan.Benchmarks;

/// <summary>Clients that each ask again as soon as they are answered, for some seconds after a warm-up.</summary>
internal static class ClosedLoop
{
    /// <summary>Long enough for the JIT compiler's second tier on both sides.</summary>
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(1);

    /// <param name="kind">What is asked for.</param>
    /// <param name="contender">Who answers.</param>
    /// <param name="clients">How many.</param>
    /// <param name="time">How long.</param>
    /// <param name="ask">Asks for the n-th picture; false where it is refused.</param>
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

        // What was answered within the time, whenever it was asked for: then the rate is right, however long an answer takes.
        (long Asked, long Answered, bool Refused)[] counted =
            [.. answers.SelectMany(list => list).Where(answer => answer.Answered >= begin && answer.Answered < end)];
        double[] latencies = [.. counted
            .Where(answer => !answer.Refused)
            .Select(answer => Stopwatch.GetElapsedTime(answer.Asked, answer.Answered).TotalSeconds)
            .Order()];
        return latencies.Length > 0
            ? new LoadReading(kind, contender, clients, time.TotalSeconds, latencies, counted.Length - latencies.Length)
            : throw new BenchmarkException($"{kind.Title}: nothing was answered within {time.TotalSeconds} s.");
    }

    private static long Ticks(TimeSpan time) => (long)(time.TotalSeconds * Stopwatch.Frequency);
}
