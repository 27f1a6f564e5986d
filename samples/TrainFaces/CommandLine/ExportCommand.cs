using System.CommandLine;
using Dcgan.Core;

namespace TrainFaces.CommandLine;

/// <summary>An ONNX model from a checkpoint, for programs that have no libtorch: a web page, a service, another language.</summary>
internal static class ExportCommand
{
    private const string Float32 = "float32";
    private const string Float16 = "float16";

    /// <param name="guarded">Runs the work and turns what goes wrong into a line and an exit code.</param>
    /// <param name="output">Told where the model is.</param>
    public static Command Create(Func<Func<int>, int> guarded, TextWriter output)
    {
        var checkpoint = CheckpointOptions.Checkpoint();
        var model = CheckpointOptions.Out("The ONNX model to write.", "faces.onnx");
        var weights = Choice.Option("--weights", "How the file holds the weights; float16 halves it.", Float32, Float32, Float16);

        var command = new Command("export", "Makes an ONNX model of a checkpoint's generator.") { checkpoint, weights, model };
        command.SetAction(parsed => guarded(() =>
        {
            string path = Path.GetFullPath(parsed.GetValue(model)!);
            Write(path, parsed.GetValue(checkpoint)!, parsed.GetValue(weights) == Float16 ? OnnxWeights.Float16 : OnnxWeights.Float32);
            output.WriteLine($"the generator is in {path}");
            return TrainFacesCommand.Done;
        }));
        return command;
    }

    private static void Write(string path, string checkpoint, OnnxWeights weights)
    {
        using var generator = Generator.Open(checkpoint);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        generator.ExportOnnx(path, new OnnxExportOptions { Weights = weights });
    }
}
