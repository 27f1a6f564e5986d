using System.Diagnostics;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Times sums of several sizes over the processes.</summary>
internal static class SumTimer
{
    /// <summary>About how many bytes a trial sums. Small sums repeat more often.</summary>
    private const long BytesOfTrial = 1 << 25;

    private const int MostRepetitions = 200;

    /// <summary>Sizes in bytes: what processes tell each other, and up to the gradients of the reference's generator.</summary>
    private static readonly long[] Sizes = [1 << 16, 1 << 20, 1 << 22, 1 << 24, 80_000_000];

    /// <param name="group">The processes.</param>
    /// <param name="trials">Number of trials of each size, of which the median counts.</param>
    internal static RankReading Time(IProcessGroup group, int trials)
    {
        using torch.Tensor meeting = torch.zeros(group.Size, torch.ScalarType.Float64);
        List<SumTiming> timings = [Time(group, meeting, trials)];
        foreach (long size in Sizes)
        {
            using torch.Tensor values = torch.zeros(size / sizeof(float));
            timings.Add(Time(group, values, trials));
        }

        return new RankReading { Timings = timings };
    }

    private static SumTiming Time(IProcessGroup group, torch.Tensor values, int trials)
    {
        long bytes = values.numel() * values.element_size();
        int repetitions = (int)Math.Clamp(BytesOfTrial / bytes, 1, MostRepetitions);
        using torch.Tensor half = values.narrow(0, 0, values.numel() / 2);
        using torch.Tensor other = half.clone();
        group.Sum(values); // Opens the connections and touches the memory.
        double sent = RankValues.Sent();
        double seconds = Median(group, () => group.Sum(values), trials, repetitions);
        sent = (RankValues.Sent() - sent) / (trials * repetitions);
        return new SumTiming(bytes, seconds, sent, Median(group, () => half.add_(other), trials, repetitions));
    }

    /// <summary>The median over the trials of the mean time of an action, by the slowest process of each trial.</summary>
    private static double Median(IProcessGroup group, Action action, int trials, int repetitions)
    {
        double[] seconds = new double[trials];
        for (int trial = 0; trial < trials; trial++)
        {
            group.Barrier();
            long started = Stopwatch.GetTimestamp();
            for (int repetition = 0; repetition < repetitions; repetition++)
            {
                action();
            }

            double own = Stopwatch.GetElapsedTime(started).TotalSeconds / repetitions;
            seconds[trial] = RankValues.Gather(group, own).Max();
        }

        return Statistics.Median(seconds);
    }
}
