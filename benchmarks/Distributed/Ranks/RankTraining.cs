using System.Diagnostics;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Times training steps of one process of a run.</summary>
internal static class RankTraining
{
    private const int WarmUpSteps = 2;

    /// <param name="mpi">The processes.</param>
    /// <param name="request">What to train, and whether together.</param>
    internal static RankReading Time(IProcessGroup mpi, RankRequest request)
    {
        var group = new TimedGroup(request.Mode == RankMode.Together ? mpi : new EchoGroup(mpi.Size));
        using DcganTrainer trainer = Trainer(request.Networks, group);
        SpatialSize size = trainer.Generator.Options.ImageSize;
        int share = request.Batch / mpi.Size;
        using torch.Tensor images = torch.empty(share, trainer.Generator.Options.ImageChannels, size.Height, size.Width).uniform_(-1, 1);
        for (int step = 0; step < WarmUpSteps; step++)
        {
            _ = trainer.Step(images);
        }

        double[] seconds = new double[request.Steps];
        double[] inSums = new double[request.Steps];
        double sent = 0;
        for (int step = 0; step < request.Steps; step++)
        {
            mpi.Barrier();
            group.Reset();
            double before = RankValues.Sent();
            long started = Stopwatch.GetTimestamp();
            _ = trainer.Step(images);
            (seconds[step], inSums[step]) = (Stopwatch.GetElapsedTime(started).TotalSeconds, group.Seconds);
            sent += RankValues.Sent() - before;
            seconds[step] = RankValues.Gather(mpi, seconds[step]).Max();
        }

        return new RankReading
        {
            SecondsPerStep = Statistics.Median(seconds),
            SumSecondsPerStep = request.Mode == RankMode.Together && mpi.Size > 1 ? Statistics.Median(inSums) : 0,
            Sums = [.. group.Sums],
            Meetings = group.Meetings,
            WireBytesPerStep = RankValues.Gather(mpi, sent / request.Steps).Average(),
            PeakMegabytes = RankValues.Gather(mpi, PeakMegabytes()),
        };
    }

    private static DcganTrainer Trainer(RankNetworks networks, IProcessGroup group)
    {
        DcganPreset preset = networks == RankNetworks.Reference
            ? DcganPreset.Reference
            : DcganPreset.Recommended.For([128, 64, 32, 16]);
        return preset.CreateTrainer(processes: group);
    }

    private static double PeakMegabytes()
    {
        using var self = Process.GetCurrentProcess();
        return self.PeakWorkingSet64 / (1024.0 * 1024);
    }
}
