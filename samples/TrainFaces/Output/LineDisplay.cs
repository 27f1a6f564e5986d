using System.Diagnostics;

namespace TrainFaces.Output;

/// <summary>Prints a line every 10 seconds and after each epoch, for log files and pipes.</summary>
/// <param name="output">Receives the lines.</param>
/// <param name="error">Receives warnings.</param>
/// <param name="isCommand">Prints only one line about all work of a command, and only if the command takes more than 10 seconds.</param>
internal sealed class LineDisplay(TextWriter output, TextWriter error, bool isCommand = false) : RunDisplay
{
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(10);

    // Other threads read images and may print warnings.
    private readonly Lock writeLock = new();
    private long lastPrint = Stopwatch.GetTimestamp();
    private bool isPrinted;
    private bool isTraining;

    public override void Run(Action train)
    {
        isTraining = true;
        try
        {
            train();
        }
        finally
        {
            isTraining = false;
        }
    }

    public override T Run<T>(string name, Func<IProgress<double>, T> work) => work(new Reporter(fraction =>
    {
        bool isDue = Stopwatch.GetElapsedTime(lastPrint) >= Interval;
        if (isCommand ? isDue && !isPrinted : isDue || (fraction == 1 && !isTraining))
        {
            isPrinted = true;
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
