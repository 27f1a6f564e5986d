using System.Text.Json;

namespace Dcgan.Benchmarks;

/// <summary>This program again, with the hidden command that measures one trial.</summary>
internal sealed class OwnProcess(Trial trial) : ITrialProcess
{
    public string Title => trial.ToString();

    public IEnumerable<(Trial Trial, Reading Reading)> Run(RunOptions options)
    {
        string request = JsonSerializer.Serialize(new TrialRequest(trial, options.StepsOf(trial), options.Threads));

        // The trial makes the library's own call to keep memory: what is measured is what a host gets.
        IReadOnlyList<string> lines = ChildProcess.Run([.. Self(), MeasureCommand.Name, request], keepsMemory: false);
        Reading? reading = lines.Count == 0 ? null : JsonSerializer.Deserialize<Reading>(lines[^1]);
        yield return (trial, reading ?? throw new BenchmarkException($"{Title}: measured nothing."));
    }

    private static IEnumerable<string> Self()
    {
        string program = Environment.ProcessPath ?? throw new BenchmarkException("This system does not say which program runs.");
        bool isHost = Path.GetFileNameWithoutExtension(program).Equals("dotnet", StringComparison.OrdinalIgnoreCase);
        return isHost ? [program, typeof(OwnProcess).Assembly.Location] : [program];
    }
}
