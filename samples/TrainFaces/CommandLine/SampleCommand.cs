using System.CommandLine;
using Dcgan.Core;
using TorchSharp;
using TrainFaces.Output;

namespace TrainFaces.CommandLine;

/// <summary>Generates images from a checkpoint.</summary>
internal static class SampleCommand
{
    private const int DefaultCount = 64;
    private const int MaxCount = 4096;
    private const string Calibrated = "calibrated";
    private const string Batch = "batch";
    private const string Running = "running";

    /// <param name="run">Runs an action, reports its errors, and returns the exit code.</param>
    /// <param name="output">Receives the path of the picture.</param>
    public static Command Create(Func<CommandAction, int> run, TextWriter output)
    {
        var checkpoint = CheckpointOptions.Checkpoint();
        var picture = OutputFile.Option("PNG file to write.", "faces.png");
        var count = Integer.Optional("--count", "Number of faces. [default: 64, or with classes the next number that fills a row for each]", 1, MaxCount);
        var seed = Integer.Any("--seed", "Random seed. The same seed gives the same faces.", 1);
        var onlyClass = new Option<string?>("--class")
        {
            Description = "Class to generate: its name, or its number from 0. [default: a row for each class]",
            HelpName = "NAME",
        };
        var statistics = Choice.Option(
            "--statistics",
            "Statistics for batch normalization. calibrated: computed from many generated faces, so that a face depends only on its latent. "
            + "batch: the statistics of the batch, as in training. running: the running statistics, which lag behind during training.",
            Calibrated,
            Calibrated,
            Batch,
            Running);

        var command = new Command("sample", "Generates images from a checkpoint. With classes, each row of the picture shows a class.") { checkpoint, count, seed, onlyClass, statistics, picture };
        command.SetAction(parsed => run((display, stop) =>
        {
            string path = parsed.GetValue(picture)!;
            int faces = Write(
                path,
                parsed.GetValue(checkpoint)!,
                parsed.GetValue(count),
                parsed.GetValue(seed),
                parsed.GetValue(onlyClass),
                Parse(parsed.GetValue(statistics)!),
                display,
                stop);
            output.WriteLine($"Saved {faces} {(faces == 1 ? "face" : "faces")} to {Path.GetFullPath(path)}");
            return TrainFacesCommand.Success;
        }));
        return command;
    }

    private static SamplingStatistics Parse(string statistics) => statistics switch
    {
        Batch => SamplingStatistics.Batch,
        Running => SamplingStatistics.Running,
        _ => SamplingStatistics.Calibrated,
    };

    /// <summary>The size of the grid, about square.</summary>
    /// <param name="count">Number of images.</param>
    /// <param name="size">Height and width of an image in pixels.</param>
    /// <exception cref="SampleException">The picture would be too large.</exception>
    public static (int Rows, int Columns) Grid(int count, SpatialSize size) => Grid(count, (int)Math.Ceiling(Math.Sqrt(count)), size);

    private static (int Rows, int Columns) Grid(int count, int columns, SpatialSize size) => Checked((count + columns - 1) / columns, columns, size);

    /// <summary>The size of a grid with a row for each class, or for each of the first classes if there are fewer images.</summary>
    private static (int Rows, int Columns) ClassGrid(int count, int classes, SpatialSize size) =>
        Checked(Math.Min(count, classes), (count + classes - 1) / classes, size);

    private static (int Rows, int Columns) Checked(int rows, int columns, SpatialSize size)
    {
        CheckpointOptions.CheckSize("--count", (long)rows * columns, size, scale: 1);
        return (rows, columns);
    }

    private static int CountFor(int classes) =>
        classes == 0 ? DefaultCount : (int)Math.Min(MaxCount, (DefaultCount + classes - 1L) / classes * classes);

    /// <returns>The number of images in the picture.</returns>
    private static int Write(
        string path, string checkpoint, int? wanted, long seed, string? onlyClass, SamplingStatistics statistics, RunDisplay display, CancellationToken stop)
    {
        OutputFile.CheckIsNot(path, CheckpointOptions.Name, checkpoint);
        using var generator = CheckpointOptions.Open(checkpoint);
        int? label = onlyClass is null ? null : CheckpointOptions.LabelOf(onlyClass, checkpoint, generator.Options);
        int classes = label is null ? generator.Options.Classes : 0;
        int count = wanted ?? CountFor(classes);
        if (count < classes)
        {
            display.Warn(FormattableString.Invariant($"--count {count}: the picture shows only the first {count} of {classes} classes."));
        }

        var (rows, columns) = classes == 0 ? Grid(count, generator.Options.ImageSize) : ClassGrid(count, classes, generator.Options.ImageSize);
        if (statistics == SamplingStatistics.Calibrated && !generator.IsCalibrated)
        {
            CheckpointOptions.Calibrate(generator, display, stop);
        }

        using var scope = torch.NewDisposeScope();
        long[]? cells = classes == 0 ? null : ClassRows.Cells(count, classes, columns);
        var labels = label is int given ? torch.tensor([.. Enumerable.Repeat((long)given, count)])
            : cells is null ? null
            : ClassRows.Labels(cells, columns);
        var latents = generator.DrawLatents(count, seed);
        var images = display.Run("Generating faces", progress => generator.Sample(latents, labels, statistics, progress, stop));
        OutputFile.Write(path, PictureGrid.ToPng(cells is null ? images : ClassRows.InCells(images, cells, rows * columns), rows, columns), stop);
        return count;
    }
}
