using System.Collections.Concurrent;
using FluentAssertions;

namespace Dcgan.Core.Tests;

/// <summary>Runs an action on several threads at once, for tests of thread safety.</summary>
internal static class Together
{
    /// <summary>Runs the action in rounds. All threads wait for each other before each round, so that the calls overlap.</summary>
    /// <param name="threads">Number of threads.</param>
    /// <param name="rounds">Number of rounds.</param>
    /// <param name="action">Receives the number of the thread and of the round.</param>
    internal static void Run(int threads, int rounds, Action<int, int> action)
    {
        using var barrier = new Barrier(threads);
        var failures = new ConcurrentQueue<Exception>();
        Thread[] all = [.. Enumerable.Range(0, threads).Select(thread => new Thread(() => RunRounds(thread)))];
        Array.ForEach(all, thread => thread.Start());
        Array.ForEach(all, thread => thread.Join());
        failures.Should().BeEmpty();

        void RunRounds(int thread)
        {
            try
            {
                for (int round = 0; round < rounds; round++)
                {
                    barrier.SignalAndWait();
                    action(thread, round);
                }
            }
#pragma warning disable CA1031 // The calling thread reports the exception.
            catch (Exception exception)
#pragma warning restore CA1031
            {
                failures.Enqueue(exception);
            }
            finally
            {
                barrier.RemoveParticipant();
            }
        }
    }
}
