using Dcgan.Core;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>
/// Handles each step on the training thread, in order. <see cref="Progress{T}"/> would post the steps to the thread pool, where
/// they could run out of order.
/// </summary>
internal sealed class StepReporter(
    RunDisplay display, RunOutput output, RunCheckpoints checkpoints, Func<long> totalSteps, int epochs) : IProgress<DcganStep>
{
    private readonly Pace pace = new();

    /// <summary>The current epoch, from 1.</summary>
    public int Epoch { get; set; }

    /// <summary>Number of images in the batch of the next step.</summary>
    public int Images { get; set; }

    /// <summary>The status after the last step; null before the first step.</summary>
    public RunStatus? Last { get; private set; }

    public void Report(DcganStep value)
    {
        output.Add(Epoch, value);
        pace.Step(Images);
        long total = totalSteps();
        var left = Duration.FromSeconds(pace.SecondsPerStep * Math.Max(0, total - value.Number));
        Last = new RunStatus(value, total, Epoch, epochs, pace.ImagesPerSecond, left);
        display.Show(Last);
        checkpoints.AfterStep(value.Number);
    }

    /// <summary>Excludes the time since the last step from the speed.</summary>
    public void Resume() => pace.Resume();
}
