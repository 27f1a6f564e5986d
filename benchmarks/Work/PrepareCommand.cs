using System.CommandLine;
using System.Text.Json;

namespace Dcgan.Benchmarks;

/// <summary>The hidden command that a child process runs to write the file that a trial reads.</summary>
internal static class PrepareCommand
{
    internal const string Name = "prepare";

    internal static Command Create()
    {
        var request = new Argument<string>("request");
        var command = new Command(Name, "Writes the file that a trial reads.") { request };
        command.Hidden = true;
        command.SetAction(parse => Run(JsonSerializer.Deserialize<TrialRequest>(parse.GetValue(request)!)!));
        return command;
    }

    private static void Run(TrialRequest request)
    {
        using var generator = new Generator(NetworkShape.Of(request.Trial.Size).Generator with { Precision = request.Trial.Precision });
        if (request.Trial.Contender == Contender.OnnxRuntime)
        {
            generator.ExportOnnx(request.File!);
        }
        else
        {
            generator.Save(request.File!);
        }
    }
}
