using Spectre.Console;

namespace TrainFaces.Output;

/// <summary>What a user sees of a run: a bar on a terminal, plain lines in a file or a pipe.</summary>
internal abstract class RunDisplay
{
    public static RunDisplay Create(TextWriter output, TextWriter error)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(output) });
        bool terminal = output == Console.Out && !Console.IsOutputRedirected
            && console.Profile.Capabilities.Ansi && console.Profile.Capabilities.Interactive;
        return terminal ? new BarDisplay(console) : new LineDisplay(output, error);
    }

    /// <summary>Runs <paramref name="training"/> with the display in place.</summary>
    public abstract void During(Action training);

    public abstract void Show(RunStatus status);

    public abstract void EpochEnded(RunStatus status);

    /// <summary>A line that stays.</summary>
    public abstract void Say(string line);

    /// <summary>A line about something that went wrong and does not end the run.</summary>
    public abstract void Warn(string line);

    /// <summary>Leaves the terminal as it was found; the process is about to end.</summary>
    public virtual void Abandon()
    {
    }
}
