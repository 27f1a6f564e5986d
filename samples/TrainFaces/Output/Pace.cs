using System.Diagnostics;

namespace TrainFaces.Output;

/// <summary>How fast a run goes, by the clock: whatever holds it up is part of it.</summary>
internal sealed class Pace
{
    // About this many steps decide: enough to be steady, few enough to follow a machine that gets busy.
    private const double Memory = 50;

    private long _last = Stopwatch.GetTimestamp();
    private double _seconds;
    private double _steps;
    private double _images;

    public double ImagesPerSecond => _seconds > 0 ? _images / _seconds : 0;

    public double SecondsPerStep => _steps > 0 ? _seconds / _steps : 0;

    public void Step(int images)
    {
        const double Keep = 1 - (1 / Memory);
        var now = Stopwatch.GetTimestamp();
        _seconds = (Keep * _seconds) + Stopwatch.GetElapsedTime(_last, now).TotalSeconds;
        _steps = (Keep * _steps) + 1;
        _images = (Keep * _images) + images;
        _last = now;
    }

    /// <summary>Leaves out what was done since the last step, such as drawing pictures.</summary>
    public void Resume() => _last = Stopwatch.GetTimestamp();
}
