using System.CommandLine;
using Dcgan.Core;
using TorchSharp;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>Pictures from a checkpoint, without training.</summary>
internal static class SampleCommand
{
    private const string Batch = "batch";
    private const string Running = "running";

    /// <param name="guarded">Runs the work and turns what goes wrong into a line and an exit code.</param>
    /// <param name="output">Told where the pictures are.</param>
    public static Command Create(Func<Func<int>, int> guarded, TextWriter output)
    {
        var checkpoint = CheckpointOptions.Checkpoint();
        var picture = CheckpointOptions.Out("The PNG to write.", "faces.png");
        var count = WholeNumber.Option("--count", "How many faces.", 1, 4096, 64);
        var seed = WholeNumber.Any("--seed", "Names the faces: the same seed, the same faces.", 1);
        var statistics = Choice.Option(
            "--statistics",
            "What batch normalisation works by: the batch's own statistics, as in training, or the running ones, by which a face depends on its own latent only.",
            Batch,
            Batch,
            Running);

        var command = new Command("sample", "Makes pictures from a checkpoint.") { checkpoint, count, seed, statistics, picture };
        command.SetAction(parsed => guarded(() =>
        {
            string path = parsed.GetValue(picture)!;
            Write(
                path,
                parsed.GetValue(checkpoint)!,
                parsed.GetValue(count),
                parsed.GetValue(seed),
                parsed.GetValue(statistics) == Running ? SamplingStatistics.Running : SamplingStatistics.Batch);
            output.WriteLine($"{parsed.GetValue(count)} faces are in {Path.GetFullPath(path)}");
            return TrainFacesCommand.Done;
        }));
        return command;
    }

    private static void Write(string path, string checkpoint, int count, long seed, SamplingStatistics statistics)
    {
        using var generator = Generator.Open(checkpoint);
        using var scope = torch.NewDisposeScope();
        var images = generator.Sample(generator.DrawLatents(count, seed), statistics);
        int columns = (int)Math.Ceiling(Math.Sqrt(count));
        CheckpointOptions.Write(path, PictureGrid.ToPng(images, (count + columns - 1) / columns, columns));
    }
}
