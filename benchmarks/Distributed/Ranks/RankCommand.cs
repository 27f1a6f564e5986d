using System.CommandLine;
using System.Text.Json;
using Dcgan.Mpi;
using TorchSharp;

namespace Dcgan.Benchmarks;

/// <summary>The hidden command that every process of a distributed measurement runs. Rank 0 prints the reading as a line of JSON.</summary>
internal static class RankCommand
{
    internal const string Name = "rank";

    internal static Command Create()
    {
        var words = new Argument<string[]>("request");
        var command = new Command(Name, "Takes part in a distributed measurement.") { words };
        command.Hidden = true;
        command.SetAction(parse => Run(RankRequest.Parse(parse.GetValue(words)!)));
        return command;
    }

    private static void Run(RankRequest request)
    {
        using var group = MpiProcessGroup.Start();
        torch.set_num_threads(request.Threads);
        NativeBackend.KeepMemory(); // As the sample does.
        RankReading reading = request.Mode == RankMode.Sums ? SumTimer.Time(group, request.Steps) : RankTraining.Time(group, request);
        if (group.Rank == 0)
        {
            Console.WriteLine(JsonSerializer.Serialize(reading));
        }
    }
}
