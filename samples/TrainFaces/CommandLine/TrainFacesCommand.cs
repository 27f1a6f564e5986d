using System.CommandLine;
using System.CommandLine.Invocation;
using System.Runtime.InteropServices;
using Dcgan.Core;
using Dcgan.Images;
using Dcgan.Mpi;
using TorchSharp;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>Runs the command line. Exit codes: 0 success, 1 training diverged, 2 an error that the user must fix first, 130 stopped by a signal.</summary>
internal static class TrainFacesCommand
{
    public const int Success = 0;
    public const int Diverged = 1;
    public const int UserError = 2;
    public const int Stopped = 130;

    private const string StoppedEarly = "Stopped before the first step. No checkpoint was saved.";

    /// <param name="args">The command line.</param>
    /// <param name="standardOutput">Receives the output.</param>
    /// <param name="standardError">Receives errors and warnings.</param>
    /// <returns>The exit code.</returns>
    public static int Invoke(IReadOnlyList<string> args, TextWriter standardOutput, TextWriter standardError)
    {
        bool isTerminal = standardOutput == Console.Out && !Console.IsOutputRedirected;
        using var output = new GuardedWriter(standardOutput);
        using var error = new GuardedWriter(standardError);
        bool isTraining = false;
        var options = new TrainFacesArguments();
        var command = new RootCommand(
            "Trains a DCGAN on faces that the program draws, or on your images. During training, sample images and a plot "
            + "of the losses appear in the --out folder. Press Ctrl-C to stop and save the run.");
        options.AddTo(command);
        command.Options.OfType<VersionOption>().Single().Action = new PrintVersion();
        command.SetAction(parsed =>
        {
            isTraining = true;
            output.Failed = reason => error.WriteLine($"warning: standard output: cannot be written. {reason}. Training continues without it.");
            return Run(() => options.Read(parsed) with { Arguments = args }, RunDisplay.Create(output, error, isTerminal), error);
        });
        command.Add(SampleCommand.Create(RunCommand, output));
        command.Add(ExportCommand.Create(RunCommand, output));
        command.Add(DrawCommand.Create(RunCommand, output));
        command.Add(EvaluateCommand.Create(RunCommand, output));
        command.Add(WalkCommand.Create(RunCommand, output));
        command.Add(InvertCommand.Create(RunCommand, output));

        var parsed = command.Parse(args);
        if (OptionErrors.Find(parsed) is { } optionError)
        {
            return WriteError(error, $"{optionError} See --help.");
        }

        if (parsed.Action is ParseErrorAction)
        {
            return WriteError(error, $"{parsed.Errors[0].Message} See --help.");
        }

        int exitCode = parsed.Invoke(new InvocationConfiguration
        {
            Output = output,
            Error = error,
            EnableDefaultExceptionHandler = false,
            // The run handles Ctrl-C itself, because the current step and the last sample images may take longer than any timeout.
            ProcessTerminationTimeout = null,
        });

        // A run has its results in files, and has warned at once. The other commands may have lost a result with their output.
        return exitCode == Success && !isTraining && output.Failure is { } failure
            ? WriteError(error, $"standard output: cannot be written. {failure}.")
            : exitCode;

        int RunCommand(CommandAction action) => TrainFacesCommand.RunCommand(action, RunDisplay.Create(output, error, isTerminal, isCommand: true), error);
    }

    /// <summary>Runs a command other than training. Ctrl-C ends it before it writes anything.</summary>
    internal static int RunCommand(CommandAction action, RunDisplay display, TextWriter error) => ReportErrors(error, () =>
    {
        using var signals = new StopSignals(display.RestoreTerminal);
        try
        {
            return action(display, signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            error.WriteLine("Stopped. Nothing was written.");
            return Stopped;
        }
    });

    private static int Run(Func<TrainFacesOptions> read, RunDisplay display, TextWriter error) => ReportErrors(error, () =>
    {
        var options = read();
        using var signals = new StopSignals(display.RestoreTerminal);
        try
        {
            return options.Mpi ? RunOverMpi(options, display, error, signals.Stop) : Run(options, RunProcesses.Alone, display, signals.Stop);
        }
        catch (OperationCanceledException) when (signals.Stop.IsCancellationRequested)
        {
            error.WriteLine(StoppedEarly); // Later, the run saves what it has.
            return Stopped;
        }
    });

    private static int RunOverMpi(TrainFacesOptions options, RunDisplay display, TextWriter error, CancellationToken stop)
    {
        using var group = MpiProcessGroup.Start();
        var processes = new RunProcesses(group.Rank, group.Size, group);
        var shown = processes.IsFirst ? display : new RankDisplay(group.Rank, error);
        if (processes.Count == 1)
        {
            display.Warn("--mpi: this is the only process. To train on several, use mpirun -n N with N above 1.");
        }

        int exitCode = Success;
        try
        {
            processes.Together(() => exitCode = Run(options, processes, shown, stop));
            return exitCode;
        }
        catch (Exception exception) when (processes.Count > 1 && Explain(exception) is not null)
        {
            // Every process has an exception; one of them prints it.
            (exitCode, string? message) = Explain(exception)!.Value;
            bool isPrinted = exception is ProcessGroupException { Rank: int rank } ? rank != group.Rank
                : exception is DcganDivergedException && !processes.IsFirst;
            if (message is null && processes.IsFirst)
            {
                error.WriteLine(StoppedEarly);
            }

            return message is null || isPrinted ? exitCode : WriteError(error, $"rank {group.Rank}: {message}", exitCode);
        }
    }

    private static int Run(TrainFacesOptions options, RunProcesses processes, RunDisplay display, CancellationToken stop)
    {
        ThreadsOption.Apply(options.Threads ?? (processes.CountOnHost > 1 ? Math.Max(1, Environment.ProcessorCount / processes.CountOnHost) : null));
        using var start = Interruptible.Run(() => StartingPoint.Open(options), stop);
        return new TrainingRun(start?.Complete(options) ?? options, processes, display).Run(start, stop) ? Success : Stopped;
    }

    /// <summary>Runs an action, prints an error as one line, and returns the exit code.</summary>
    private static int ReportErrors(TextWriter error, Func<int> run)
    {
        try
        {
            return run();
        }
        catch (Exception exception) when (Explain(exception) is not null)
        {
            var (exitCode, message) = Explain(exception)!.Value;
            return message is null ? exitCode : WriteError(error, message, exitCode);
        }
    }

    /// <summary>The exit code and the message for an exception; null for an exception that only a bug can cause.</summary>
    internal static (int ExitCode, string? Message)? Explain(Exception exception) => exception switch
    {
        // Thrown by work on several threads, each of which may have failed.
        AggregateException many => ExplainAll([.. many.Flatten().InnerExceptions.Select(Explain)]),
        OperationCanceledException => (Stopped, null),
        DcganDivergedException => (Diverged, exception.Message),
        SampleException or NativeBackendException or CheckpointException or ProcessGroupException => (UserError, exception.Message),
        // The library's message names the option. Remove .NET's suffix with the parameter name, which means nothing to the user.
        ArgumentException argument => (UserError, exception.Message.Replace($" (Parameter '{argument.ParamName}')", string.Empty, StringComparison.Ordinal)),
        IOException or UnauthorizedAccessException => (UserError, $"--out: cannot write the output. {exception.Message}"),
        OutOfMemoryException => (UserError, FormattableString.Invariant(
            $"out of memory: this process may use {GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1_000_000} MB. Use smaller values, such as --batch or --depths in training.")),
        ExternalException => (UserError, $"libtorch: {exception.Message}"),
        _ => null,
    };

    private static (int ExitCode, string? Message)? ExplainAll((int ExitCode, string? Message)?[] explanations) =>
        Array.TrueForAll(explanations, explanation => explanation is not null) ? explanations.FirstOrDefault() : null;

    private static int WriteError(TextWriter error, string message, int exitCode = UserError)
    {
        // Prints only the first line, because libtorch appends a stack trace.
        int end = message.AsSpan().IndexOfAny('\r', '\n');
        error.WriteLine($"error: {(end < 0 ? message : message[..end])}");
        return exitCode;
    }
}
