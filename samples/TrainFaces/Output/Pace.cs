using System.Diagnostics;

namespace TrainFaces.Output;

/// <summary>How fast a run goes, by the clock: whatever holds it up is part of it.</summary>
internal sealed class Pace
{
    // About this many steps decide: enough to be steady, few enough to follow a machine that gets busy.
    private const double Memory = 50;

    private long last = Stopwatch.GetTimestamp();
    private double seconds;
    private double steps;
    private double images;

    public double ImagesPerSecond => seconds > 0 ? images / seconds : 0;

    public double SecondsPerStep => steps > 0 ? seconds / steps : 0;

    public void Step(int count)
    {
        const double Keep = 1 - (1 / Memory);
        long now = Stopwatch.GetTimestamp();
        seconds = (Keep * seconds) + Stopwatch.GetElapsedTime(last, now).TotalSeconds;
        steps = (Keep * steps) + 1;
        images = (Keep * images) + count;
        last = now;
    }

    /// <summary>Leaves out what was done since the last step, such as drawing pictures.</summary>
    public void Resume() => last = Stopwatch.GetTimestamp();
}
