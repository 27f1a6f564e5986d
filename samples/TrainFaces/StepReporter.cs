using Dcgan.Core;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>
/// Hears of every step, on the training thread and in order; <see cref="Progress{T}"/> would pass them on to the thread
/// pool, where one may overtake another.
/// </summary>
internal sealed class StepReporter(
    RunDisplay display, LossHistory history, RunCheckpoints checkpoints, Func<long> totalSteps, int epochs) : IProgress<DcganStep>
{
    private readonly Pace pace = new();

    public int Epoch { get; set; }

    /// <summary>Images in the batch that the next step is about.</summary>
    public int Images { get; set; }

    public RunStatus? Last { get; private set; }

    public void Report(DcganStep value)
    {
        history.Add(Epoch, value);
        pace.Step(Images);
        long total = totalSteps();
        var left = TimeSpan.FromSeconds(pace.SecondsPerStep * Math.Max(0, total - value.Number));
        Last = new RunStatus(value, total, Epoch, epochs, pace.ImagesPerSecond, left);
        display.Show(Last);
        checkpoints.AfterStep(value.Number);
    }

    public void Resume() => pace.Resume();
}
