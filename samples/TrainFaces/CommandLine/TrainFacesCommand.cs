using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Dcgan.Core;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>From arguments to an exit code: 0 done, 1 training diverged, 2 something to mend first, 130 stopped.</summary>
internal static class TrainFacesCommand
{
    public const int Done = 0;
    public const int Diverged = 1;
    public const int Refused = 2;
    public const int Stopped = 130;

    private const int LongestLine = 800;

    public static int Invoke(IReadOnlyList<string> args, TextWriter output, TextWriter error)
    {
        var options = new TrainFacesArguments();
        var command = new RootCommand(
            "Trains a DCGAN on faces: on ones it draws itself, or on your images. Pictures of what the generator has learnt, "
            + "and a plot of the losses, appear in the --out folder while it runs. Ctrl-C ends it cleanly.");
        options.AddTo(command);
        command.SetAction(parsed => Run(options.Read(parsed), output, error));
        command.Add(SampleCommand.Create(run => Guarded(error, run), output));
        command.Add(ExportCommand.Create(run => Guarded(error, run), output));
        command.Add(DrawCommand.Create(run => Guarded(error, run), output));
        command.Add(EvaluateCommand.Create(run => Guarded(error, run), output, error));
        command.Add(WalkCommand.Create(run => Guarded(error, run), output));
        command.Add(InvertCommand.Create(run => Guarded(error, run), output));

        var parsed = command.Parse(args);
        if (parsed.Action is ParseErrorAction)
        {
            return Refuse(error, $"{parsed.Errors[0].Message} See --help.");
        }

        return parsed.Invoke(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            // The run handles Ctrl-C itself: a step and the last pictures may take longer than any timeout.
            ProcessTerminationTimeout = null,
        });
    }

    private static int Run(TrainFacesOptions options, TextWriter output, TextWriter error)
    {
        var display = RunDisplay.Create(output, error);
        return Guarded(error, () =>
        {
            using var signals = new StopSignals(display.Abandon);
            return new TrainingRun(options, display).Run(signals.Stop) ? Done : Stopped;
        });
    }

    /// <summary>Whatever is wrong becomes one line and an exit code.</summary>
    private static int Guarded(TextWriter error, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (OperationCanceledException)
        {
            return Stopped;
        }
        catch (DcganDivergedException diverged)
        {
            return Refuse(error, diverged.Message, Diverged);
        }
        catch (Exception refusal) when (refusal is SampleException or NativeBackendException or CheckpointException)
        {
            return Refuse(error, refusal.Message);
        }
        catch (ArgumentException rule)
        {
            // The library's sentence names the option; what .NET adds to it names a parameter that the user never sees.
            return Refuse(error, rule.Message.Replace($" (Parameter '{rule.ParamName}')", string.Empty, StringComparison.Ordinal));
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
        {
            return Refuse(error, $"--out: cannot be written. {failure.Message}");
        }
        catch (ExternalException native)
        {
            return Refuse(error, $"libtorch: {native.Message}");
        }
    }

    private static int Refuse(TextWriter error, string message, int exitCode = Refused)
    {
        // One line: libtorch puts its own stack trace under the first. And one that can be read: a checkpoint of quite other
        // networks differs in every tensor.
        int end = message.AsSpan().IndexOfAny('\r', '\n');
        string line = end < 0 ? message : message[..end];
        int lastOfMany = line.Length > LongestLine ? line.LastIndexOf(';', LongestLine) : -1;
        error.WriteLine($"error: {(lastOfMany < 0 ? line : $"{line[..lastOfMany]}; and {line[(lastOfMany + 1)..].Count(sign => sign == ';') + 1} more.")}");
        return exitCode;
    }
}
