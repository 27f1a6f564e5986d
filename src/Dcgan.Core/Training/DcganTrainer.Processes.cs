using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Where a step meets the other processes of the run. Alone, a process meets nobody.</content>
public sealed partial class DcganTrainer
{
    /// <summary>Whether a process of the run had a monitor when the current step began.</summary>
    private bool anyMonitors;

    /// <summary>
    /// Checks the batch and meets the other processes of the run, which do the same with theirs, before anything is drawn or changed.
    /// </summary>
    /// <returns>The sizes of the batches of all processes.</returns>
    private BatchShares Meet(DcganBatch batch)
    {
        StepPlan[] plans = StepPlan.Meet(Ranks, () =>
        {
            CheckNetworks();
            StepBatch.Check(batch, generator, discriminator, Options, isShared: Ranks.AreSeveral);
            return new StepPlan(batch.Images.size(0), trainingStep.Reserve(StepCount + 1), batch.Latents is not null, Monitor is not null);
        });
        anyMonitors = plans.Any(plan => plan.HasMonitor);
        return new BatchShares([.. plans.Select(plan => plan.Images)], Ranks.Rank, Options.Schedule, Options.MicroBatches);
    }

    /// <summary>The verdict of the monitor; in a run of several processes, of the monitors of all processes.</summary>
    private MonitorVerdict Observe(DcganStep step)
    {
        if (!anyMonitors)
        {
            return MonitorVerdict.None;
        }

        long[] verdicts = Ranks.Meet(Call.Observe, () => (long)(Monitor?.Observe(step) ?? MonitorVerdict.None));
        return (MonitorVerdict)verdicts.Aggregate((one, other) => one | other);
    }

    /// <summary>The diversity of the samples, compared with the images of each process: the mean over the processes.</summary>
    private double MeasureDiversity(Tensor images)
    {
        double own = 0;
        long[] all = Ranks.Meet(
            Call.MeasureDiversity, () => BitConverter.SingleToUInt32Bits((float)(own = diversity!.ComparedWith(images))));
        return Ranks.AreSeveral ? all.Average(bits => (double)BitConverter.UInt32BitsToSingle((uint)bits)) : own;
    }
}
