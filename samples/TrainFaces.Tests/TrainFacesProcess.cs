using System.Diagnostics;
using System.Globalization;
using System.Reflection;

namespace TrainFaces.Tests;

/// <summary>The program as a process of its own, because training needs libtorch, which the tests do not have.</summary>
internal sealed class TrainFacesProcess : IDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    private readonly Process process;
    private readonly Task<string> error;
    private bool isOutputClosed;

    private TrainFacesProcess(Process process)
    {
        this.process = process;
        error = ReadErrorAsync(process);
    }

    private static string Program =>
        typeof(TrainFacesProcess).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(entry => entry.Key == "TrainFaces").Value!;

    /// <summary>Runs a small training to its end, or another command line, and captures its output.</summary>
    public static (int ExitCode, string Output, string Error) Train(params string[] args)
    {
        using var run = Start(args);
        return run.WaitForExit();
    }

    /// <summary>Runs a small training with variables in the environment.</summary>
    public static (int ExitCode, string Output, string Error) TrainIn(Dictionary<string, string?> environment, params string[] args)
    {
        using var run = StartIn(environment, args);
        return run.WaitForExit();
    }

    /// <summary>Starts a small training with variables in the environment. Null removes a variable.</summary>
    public static TrainFacesProcess StartIn(Dictionary<string, string?> environment, params string[] args) =>
        Start("dotnet", [Program, .. Small(args)], environment);

    /// <summary>Runs a command other than training, with variables in the environment. Null removes a variable.</summary>
    public static (int ExitCode, string Output, string Error) RunIn(Dictionary<string, string?> environment, params string[] args)
    {
        using var run = Start("dotnet", [Program, .. args], environment);
        return run.WaitForExit();
    }

    /// <summary>Runs a small training with at most so much managed memory.</summary>
    public static (int ExitCode, string Output, string Error) TrainWithin(long heapBytes, params string[] args) =>
        TrainIn(new() { ["DOTNET_GCHeapHardLimit"] = heapBytes.ToString("X", CultureInfo.InvariantCulture) }, args);

    /// <summary>Starts a small training, of 2 steps unless <paramref name="args"/> has --max-steps or --epochs.</summary>
    public static TrainFacesProcess Start(params string[] args) => Start("dotnet", [Program, .. Small(args)]);

    /// <summary>Starts a small training with redirections of the shell, such as "&gt;&amp;-".</summary>
    public static TrainFacesProcess StartWith(string redirection, params string[] args) =>
        Start("sh", ["-c", $"exec dotnet \"$@\" {redirection}", "sh", Program, .. Small(args)]);

    /// <summary>
    /// Runs a command other than training in a mount namespace of its own, in which a file is a device. The last line of the output
    /// tells what the file is afterward.
    /// </summary>
    public static (int ExitCode, string Output, string Error) RunWithDevice(string file, params string[] args)
    {
        const string Script = "mount --bind /dev/null \"$0\" && dotnet \"$@\"; status=$?; stat -c %F \"$0\"; exit $status";
        using var run = Start("unshare", ["-rm", "sh", "-c", Script, file, Program, .. args]);
        return run.WaitForExit();
    }

    /// <summary>Starts a command other than training, whose errors and warnings are in its output.</summary>
    public static TrainFacesProcess StartCommand(params string[] args) =>
        Start("sh", ["-c", "exec dotnet \"$@\" 2>&1", "sh", Program, .. args]);

    /// <summary>Reads the output up to a line that starts with a text.</summary>
    public void WaitForLine(string start)
    {
        using var limit = new CancellationTokenSource(Limit);
        while (process.StandardOutput.ReadLineAsync(limit.Token).AsTask().GetAwaiter().GetResult() is { } line)
        {
            if (line.StartsWith(start, StringComparison.Ordinal))
            {
                return;
            }
        }

        throw new InvalidOperationException($"The program ended without a line that starts with \"{start}\". {error.Result}");
    }

    /// <summary>Closes the reading end of the output, as head does.</summary>
    public void CloseOutput()
    {
        process.StandardOutput.Close();
        isOutputClosed = true;
    }

    public void Signal(string name)
    {
        using var kill = Process.Start("kill", [$"-{name}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits for the end, and returns the output that has not been read yet.</summary>
    public (int ExitCode, string Output, string Error) WaitForExit()
    {
        var output = isOutputClosed ? Task.FromResult(string.Empty) : process.StandardOutput.ReadToEndAsync();
        return process.WaitForExit(Limit)
            ? (process.ExitCode, output.Result, error.Result)
            : throw new TimeoutException("The program hangs.");
    }

    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
            process.WaitForExit(); // Until then, it may write to the folder, which the test deletes.
        }

        process.Dispose();
    }

    // Whether the machine has fonts, or is so slow that a command shows its progress, does not matter to the tests.
    private static async Task<string> ReadErrorAsync(Process process) => string.Join(
        '\n', (await process.StandardError.ReadToEndAsync()).Split('\n').Where(line => !line.StartsWith("warning: no fonts are installed,", StringComparison.Ordinal)
            && !line.EndsWith(" %", StringComparison.Ordinal)));

    private static string[] Small(string[] args) =>
    [
        .. args.Contains("--batch") ? [] : (string[])["--batch", "8"], .. args.Contains("--start-from") || args.Contains("--depths") ? [] : (string[])["--depths", "4,4"],
        .. args.Contains("--max-steps") || args.Contains("--epochs") ? [] : (string[])["--max-steps", "2"],
        .. args,
    ];

    private static TrainFacesProcess Start(string program, string[] args, Dictionary<string, string?>? environment = null)
    {
        // Under nohup or in the background of a script, the tests and so their processes ignore these signals.
        (program, args) = OperatingSystem.IsLinux() ? ("env", ["--default-signal=HUP,INT", program, .. args]) : (program, args);
        var start = new ProcessStartInfo(program, args) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["OMP_NUM_THREADS"] = "1";
        start.Environment.Remove("GOMP_SPINCOUNT"); // The tester's own, which the program would take instead of its default.
        foreach ((string name, string? value) in environment ?? [])
        {
            start.Environment[name] = value;
        }

        return new TrainFacesProcess(Process.Start(start)!);
    }
}
