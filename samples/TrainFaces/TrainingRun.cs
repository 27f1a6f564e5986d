using System.Diagnostics;
using Dcgan.Core;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;
using TrainFaces.Data.ImageFiles;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>The main job: images in, a trained generator's pictures out.</summary>
internal sealed class TrainingRun(TrainFacesOptions options, RunDisplay display)
{
    private readonly LossHistory history = new();

    /// <summary>True when the run came to its own end, false when <paramref name="stop"/> ended it.</summary>
    public bool Run(CancellationToken stop)
    {
        var format = options.Format();
        using var source = OpenSource(format);
        var folder = new RunFolder(options.Out);
        using var trainer = TrainerFactory.Create(options);
        using var grid = new SampleGrid(trainer, options.Seed);
        using var loader = new BatchLoader(source, format, options.BatchSize);
        using var announcement = stop.Register(() => display.Say("Stopping after this step. Once more to end at once."));

        display.Say(FormattableString.Invariant($"{source.Description}, {format.Size}x{format.Size}x{format.Channels}, on {options.Device}, learning rate {trainer.Options.LearningRate:0.#####}, into {folder.FullPath}"));
        if (folder.HoldsEarlierRun)
        {
            display.Warn("pictures of an earlier run lie there and will be replaced; --out names another folder.");
        }

        if (!LossPlot.CanLabel)
        {
            display.Warn("no fonts on this machine, so losses.png will have no words or numbers (losses.csv has them); install fonts-dejavu-core, or another package of fonts.");
        }

        var clock = Stopwatch.StartNew();
        folder.WriteSamples(0, grid);
        display.During(() => Train(trainer, loader, format, folder, grid, stop));
        Summarize(clock.Elapsed, loader, source, folder, stop.IsCancellationRequested);
        return !stop.IsCancellationRequested;
    }

    private void Train(
        DcganTrainer trainer, BatchLoader loader, ImageFormat format, RunFolder folder, SampleGrid grid, CancellationToken stop)
    {
        long maxSteps = options.MaxSteps ?? long.MaxValue;
        var reporter = new StepReporter(
            display, history, () => Math.Min(maxSteps, options.Epochs * loader.BatchesPerEpoch), options.Epochs);
        long steps = 0L;
        for (int epoch = 1; epoch <= options.Epochs && steps < maxSteps && !stop.IsCancellationRequested; epoch++)
        {
            reporter.Epoch = epoch;
            reporter.Resume();
            var batches = loader.ReadEpoch(stop).Take((int)Math.Min(int.MaxValue, maxSteps - steps));
            try
            {
                long taken = trainer.Train(Tensors(batches, format, reporter), reporter, stop);
                if (taken == 0 && !stop.IsCancellationRequested)
                {
                    throw new SampleException($"--data {options.Data}: fewer than 2 of its images can be read.");
                }

                steps += taken;
            }
            finally
            {
                // Also when training diverged: how it came to that is in these files.
                Write(epoch, folder, grid, reporter);
            }
        }
    }

    private IImageSource OpenSource(ImageFormat format) => options.Data is { } path
        ? ImageFileSource.Open(path, options.Seed, format, display.Warn)
        : new DrawnFaces(options.Seed, options.DrawnFacesPerEpoch, format);

    private void Write(int epoch, RunFolder folder, SampleGrid grid, StepReporter reporter)
    {
        if (reporter.Last is { } last && last.Epoch == epoch)
        {
            folder.WriteSamples(epoch, grid);
            folder.WriteLosses(history);
            display.EpochEnded(last);
        }
    }

    private void Summarize(TimeSpan time, BatchLoader loader, IImageSource source, RunFolder folder, bool stopped)
    {
        string skipped = source.Unreadable > 0 ? $", unreadable images skipped: {source.Unreadable}" : string.Empty;
        display.Say(FormattableString.Invariant(
            $"{(stopped ? "Stopped" : "Done")}: {history.Steps.Count} steps in {time:h\\:mm\\:ss}, {loader.Waited.TotalSeconds:F1} s of it waiting for images{skipped}. See {folder.FullPath}"));
    }

    // Each tensor lives for one step.
    private static IEnumerable<torch.Tensor> Tensors(IEnumerable<Batch> batches, ImageFormat format, StepReporter reporter)
    {
        foreach (var batch in batches)
        {
            reporter.Images = batch.Count;
            using var images = ImagePixels.ToImages(
                batch.Pixels.AsSpan(0, batch.Count * format.Bytes), format.Channels, format.Size, format.Size);
            yield return images;
        }
    }
}
