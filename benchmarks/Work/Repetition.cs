using System.Diagnostics;

namespace Dcgan.Benchmarks;

/// <summary>Times an action.</summary>
internal static class Repetition
{
    /// <param name="action">What to time.</param>
    /// <param name="warmUp">Calls that are not timed.</param>
    /// <param name="repetitions">Calls that are: at least 1.</param>
    /// <returns>The median seconds of a call.</returns>
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
