using System.CommandLine;
using Dcgan.Core;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>
/// Exports a checkpoint's generator as an ONNX model. Programs without libtorch can run the model, such as a web page, a
/// service, or a program in another language.
/// </summary>
internal static class ExportCommand
{
    private const string Float32 = "float32";
    private const string Float16 = "float16";

    /// <param name="run">Runs an action, reports its errors, and returns the exit code.</param>
    /// <param name="output">Receives the path of the model.</param>
    public static Command Create(Func<CommandAction, int> run, TextWriter output)
    {
        var checkpoint = CheckpointOptions.Checkpoint();
        var model = OutputFile.Option("ONNX file to write.", "faces.onnx");
        var weights = Choice.Option("--weights", "Data type of the weights in the file. float16 halves the file size.", Float32, Float32, Float16);

        var command = new Command("export", "Exports a checkpoint's generator as an ONNX model.") { checkpoint, weights, model };
        command.SetAction(parsed => run((display, stop) =>
        {
            string path = parsed.GetValue(model)!;
            Write(path, parsed.GetValue(checkpoint)!, parsed.GetValue(weights) == Float16 ? OnnxWeights.Float16 : OnnxWeights.Float32, display, stop);
            output.WriteLine($"Saved the generator to {Path.GetFullPath(path)}");
            return TrainFacesCommand.Success;
        }));
        return command;
    }

    private static void Write(string path, string checkpoint, OnnxWeights weights, RunDisplay display, CancellationToken stop)
    {
        OutputFile.CheckIsNot(path, CheckpointOptions.Name, checkpoint);
        using var generator = CheckpointOptions.Open(checkpoint);
        OutputFile.CreateFolder(path);
        display.Run("Exporting", progress => generator.ExportOnnx(path, new OnnxExportOptions { Weights = weights }, progress, stop));
    }
}
