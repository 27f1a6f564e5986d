using System.Diagnostics;

namespace Dcgan.Benchmarks;

/// <summary>Times an action.</summary>
internal static class Repetition
{
    /// <param name="action">The action to time.</param>
    /// <param name="warmUp">Number of untimed calls.</param>
    /// <param name="repetitions">Number of timed calls, at least 1.</param>
    /// <returns>Median time of a call, in seconds.</returns>
    internal static double MedianSeconds(Action action, int warmUp, int repetitions)
    {
        for (int call = 0; call < warmUp; call++)
        {
            action();
        }

        double[] seconds = new double[repetitions];
        for (int call = 0; call < repetitions; call++)
        {
            long started = Stopwatch.GetTimestamp();
            action();
            seconds[call] = Stopwatch.GetElapsedTime(started).TotalSeconds;
        }

        return Statistics.Median(seconds);
    }
}
