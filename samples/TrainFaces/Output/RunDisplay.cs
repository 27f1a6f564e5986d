using Spectre.Console;

namespace TrainFaces.Output;

/// <summary>Shows the progress of a run or of another command: as a bar on a terminal, or as plain lines in a file or a pipe.</summary>
internal abstract class RunDisplay
{
    /// <summary>Creates the display that suits the output.</summary>
    /// <param name="output">Receives the progress.</param>
    /// <param name="error">Receives warnings if the output is not a terminal.</param>
    /// <param name="isTerminal">Whether the output is a terminal.</param>
    /// <param name="isCommand">Whether the output is the result of a command. Then a file or a pipe receives nothing else.</param>
    public static RunDisplay Create(TextWriter output, TextWriter error, bool isTerminal, bool isCommand = false)
    {
        var console = AnsiConsole.Create(new AnsiConsoleSettings { Out = new TerminalOutput(output, isTerminal) });
        return isTerminal && console.Profile.Capabilities is { Ansi: true, Interactive: true } ? new BarDisplay(console)
            : isCommand ? new LineDisplay(error, error, isCommand: true)
            : new LineDisplay(output, error);
    }

    /// <summary>Runs <paramref name="train"/> while the display is active.</summary>
    public abstract void Run(Action train);

    /// <summary>Runs work that may take long, and shows its progress. Within the training, it must be on the training's thread.</summary>
    /// <param name="name">What the work does.</param>
    /// <param name="work">Reports the fraction that is done, in [0, 1].</param>
    public abstract T Run<T>(string name, Func<IProgress<double>, T> work);

    /// <inheritdoc cref="Run{T}(string, Func{IProgress{double}, T})"/>
    public void Run(string name, Action<IProgress<double>> work) => Run(name, progress =>
    {
        work(progress);
        return true;
    });

    /// <summary>Shows the status after a step.</summary>
    public abstract void Show(RunStatus status);

    /// <summary>Shows the status after the last step of an epoch.</summary>
    public abstract void ShowEpochEnd(RunStatus status);

    /// <summary>Writes a line that stays visible.</summary>
    public abstract void WriteLine(string line);

    /// <summary>Writes a line after the run, without the line breaks that a terminal's width may need: it may be a command to copy.</summary>
    public virtual void WriteUnbroken(string line) => WriteLine(line);

    /// <summary>Writes a warning about a problem that does not stop the run.</summary>
    public abstract void Warn(string line);

    /// <summary>Restores the state of the terminal before the process ends.</summary>
    public virtual void RestoreTerminal()
    {
    }
}
