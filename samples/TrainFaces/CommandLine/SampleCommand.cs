using System.CommandLine;
using Dcgan.Core;
using TorchSharp;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>Pictures from a checkpoint, without training.</summary>
internal static class SampleCommand
{
    private const string Calibrated = "calibrated";
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
            "What batch normalisation works by: statistics made of many faces now, so that a face depends on its own latent only; "
            + "the batch's own, as in training; or the running ones, which lag behind in the middle of a run.",
            Calibrated,
            Calibrated,
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
                Named(parsed.GetValue(statistics)!));
            output.WriteLine($"{parsed.GetValue(count)} {(parsed.GetValue(count) == 1 ? "face is" : "faces are")} in {Path.GetFullPath(path)}");
            return TrainFacesCommand.Done;
        }));
        return command;
    }

    private static SamplingStatistics Named(string statistics) => statistics switch
    {
        Batch => SamplingStatistics.Batch,
        Running => SamplingStatistics.Running,
        _ => SamplingStatistics.Calibrated,
    };

    private static void Write(string path, string checkpoint, int count, long seed, SamplingStatistics statistics)
    {
        using var generator = Generator.Open(checkpoint);
        if (statistics == SamplingStatistics.Calibrated && !generator.IsCalibrated)
        {
            generator.Calibrate();
        }

        using var scope = torch.NewDisposeScope();
        var images = generator.Sample(generator.DrawLatents(count, seed), statistics: statistics);
        int columns = (int)Math.Ceiling(Math.Sqrt(count));
        CheckpointOptions.Write(path, PictureGrid.ToPng(images, (count + columns - 1) / columns, columns));
    }
}
