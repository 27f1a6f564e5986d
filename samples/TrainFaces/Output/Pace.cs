using System.Diagnostics;

namespace TrainFaces.Output;

/// <summary>Measures the speed of a run in wall-clock time, including all delays.</summary>
internal sealed class Pace
{
    // Window of the moving average in steps: long enough for a stable value, short enough to follow changes in machine load.
    private const double Window = 50;

    private long last = Stopwatch.GetTimestamp();
    private double seconds;
    private double steps;
    private double images;

    public double ImagesPerSecond => seconds > 0 ? images / seconds : 0;

    public double SecondsPerStep => steps > 0 ? seconds / steps : 0;

    /// <summary>Records a step with this many images.</summary>
    public void Step(int count)
    {
        const double Decay = 1 - (1 / Window);
        long now = Stopwatch.GetTimestamp();
        seconds = (Decay * seconds) + Stopwatch.GetElapsedTime(last, now).TotalSeconds;
        steps = (Decay * steps) + 1;
        images = (Decay * images) + count;
        last = now;
    }

    /// <summary>Excludes the time since the last step, for example the time to save sample images.</summary>
    public void Resume() => last = Stopwatch.GetTimestamp();
}
