using System.Diagnostics;

namespace TrainFaces.Output;

/// <summary>A line every few seconds and one at each epoch's end, for log files and pipes.</summary>
internal sealed class LineDisplay(TextWriter output, TextWriter error) : RunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Images are read on other threads, and may have something to say there.
    private readonly Lock writing = new();
    private long last = Stopwatch.GetTimestamp();

    public override void During(Action training) => training();

    public override void Show(RunStatus status)
    {
        if (Stopwatch.GetElapsedTime(last) >= Interval)
        {
            Print(status);
        }
    }

    public override void EpochEnded(RunStatus status) => Print(status);

    public override void Say(string line)
    {
        lock (writing)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    public override void Warn(string line)
    {
        lock (writing)
        {
            error.WriteLine($"warning: {line}");
        }
    }

    private void Print(RunStatus status)
    {
        last = Stopwatch.GetTimestamp();
        Say($"{status.Place}  {status.Numbers}  {status.Left} left");
    }
}
