using System.Diagnostics;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>Times training steps of one process of a run.</summary>
internal static class RankTraining
{
    private const int WarmUpSteps = 2;

    /// <param name="mpi">The processes.</param>
    /// <param name="request">What to train.</param>
    internal static RankReading Time(IProcessGroup mpi, RankRequest request)
    {
        var group = new TimedGroup(mpi);
        using DcganTrainer trainer = Trainer(request.Networks, group);
        SpatialSize size = trainer.Generator.Options.ImageSize;
        int share = request.Batch / mpi.Size;
        using torch.Tensor images = torch.empty(share, trainer.Generator.Options.ImageChannels, size.Height, size.Width).uniform_(-1, 1);
        for (int step = 0; step < WarmUpSteps; step++)
        {
            _ = trainer.Step(images);
        }

        var apart = new List<double>();
        var together = new List<double>();
        var inSums = new List<double>();
        var beside = new List<double>();
        double sent = 0;
        for (int step = 0; step < request.Steps; step++)
        {
            if (mpi.Size > 1)
            {
                // In turn, so that a change of the machine's speed affects both alike.
                apart.Add(TimeStep(mpi, group, trainer, images, isApart: true));
                beside.Add(group.SecondsBeside);
            }

            double before = RankValues.Sent();
            together.Add(TimeStep(mpi, group, trainer, images, isApart: false));
            inSums.Add(group.Seconds);
            sent += RankValues.Sent() - before;
        }

        return new RankReading
        {
            SecondsPerStep = Statistics.Median(together),
            SecondsApart = Statistics.Median(mpi.Size > 1 ? apart : together),
            SumSecondsPerStep = Statistics.Median(inSums),
            Sums = [.. group.Sums],
            BytesInBackground = group.BytesInBackground,
            SecondsBeside = mpi.Size > 1 ? Statistics.Median(beside) : 0,
            Meetings = group.Meetings,
            WireBytesPerStep = RankValues.Gather(mpi, sent / request.Steps).Average(),
            PeakMegabytes = RankValues.Gather(mpi, PeakMegabytes()),
        };
    }

    /// <summary>Returns the seconds of a step, by the slowest process.</summary>
    private static double TimeStep(IProcessGroup mpi, TimedGroup group, DcganTrainer trainer, torch.Tensor images, bool isApart)
    {
        mpi.Barrier();
        group.Reset(isApart);
        long started = Stopwatch.GetTimestamp();
        _ = trainer.Step(images);
        return RankValues.Gather(mpi, Stopwatch.GetElapsedTime(started).TotalSeconds).Max();
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
