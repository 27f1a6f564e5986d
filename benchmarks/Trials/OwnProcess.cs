using System.Diagnostics;
using System.Text.Json;

namespace Dcgan.Benchmarks;

/// <summary>
/// Measures one trial in a child process of this program, after another child process has written the trial's file.
/// </summary>
internal sealed class OwnProcess(Trial trial) : ITrialProcess
{
    public string Title => trial.ToString();

    public IEnumerable<(Trial Trial, Reading Reading)> Run(RunOptions options)
    {
        using ScratchFolder? folder = trial.ReadsFile ? new ScratchFolder(new DirectoryInfo(Path.GetTempPath())) : null;
        string? file = folder?["generator"];
        if (file is not null)
        {
            Run(PrepareCommand.Name, file, options);
        }

        IReadOnlyList<string> lines = Run(MeasureCommand.Name, file, options);
        Reading? reading = lines.Count == 0 ? null : JsonSerializer.Deserialize<Reading>(lines[^1]);
        yield return (trial, reading ?? throw new BenchmarkException($"{Title}: the process printed no reading."));
    }

    /// <remarks>A trial that keeps memory calls NativeBackend.KeepMemory itself, as a host does, so no environment variables are set.</remarks>
    private IReadOnlyList<string> Run(string command, string? file, RunOptions options)
    {
        string request = JsonSerializer.Serialize(
            new TrialRequest(trial, options.StepsOf(trial), options.Threads, file, Stopwatch.GetTimestamp()));
        return ChildProcess.Run([.. Self(), command, request], keepsMemory: false);
    }

    /// <summary>The words that start this program.</summary>
    internal static IEnumerable<string> Self()
    {
        string program = Environment.ProcessPath ?? throw new BenchmarkException("The system does not report the path of this program.");
        bool isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return isHost ? [program, typeof(OwnProcess).Assembly.Location] : [program];
    }
}
