using System.Diagnostics;

namespace TrainFaces.Output;

/// <summary>Prints a line every 10 seconds and after each epoch, for log files and pipes.</summary>
internal sealed class LineDisplay(TextWriter output, TextWriter error) : RunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Other threads read images and may print warnings.
    private readonly Lock writeLock = new();
    private long lastPrint = Stopwatch.GetTimestamp();

    public override void Run(Action training) => training();

    public override T Run<T>(string name, Func<IProgress<double>, T> work) => work(new Reporter(fraction =>
    {
        if (fraction == 1 || Stopwatch.GetElapsedTime(lastPrint) >= Interval)
        {
            lastPrint = Stopwatch.GetTimestamp();
            WriteLine(FormattableString.Invariant($"{name}: {100 * fraction:F0} %"));
        }
    }));

    public override void Show(RunStatus status)
    {
        if (Stopwatch.GetElapsedTime(lastPrint) >= Interval)
        {
            Print(status);
        }
    }

    public override void ShowEpochEnd(RunStatus status) => Print(status);

    public override void WriteLine(string line)
    {
        lock (writeLock)
        {
            output.WriteLine(line);
            output.Flush();
        }
    }

    public override void Warn(string line)
    {
        lock (writeLock)
        {
            error.WriteLine($"warning: {line}");
        }
    }

    private void Print(RunStatus status)
    {
        lastPrint = Stopwatch.GetTimestamp();
        WriteLine($"{status.Position}  {status.Numbers}  {status.Left} left");
    }
}
