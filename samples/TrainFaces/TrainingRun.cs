using System.Diagnostics;
using Dcgan.Core;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;
using TrainFaces.Data.ImageFiles;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>A training run: reads images, trains, and writes samples, plots, and checkpoints.</summary>
internal sealed class TrainingRun(TrainFacesOptions options, RunDisplay display)
{
    private readonly LossHistory history = new();
    private readonly MeasureHistory measures = new();

    /// <summary>Runs the training.</summary>
    /// <returns>True if the run finished; false if <paramref name="stop"/> stopped it.</returns>
    public bool Run(CancellationToken stop)
    {
        var format = options.Format();
        using var source = OpenSource(format, stop);
        var folder = new RunFolder(options.Out);
        using var trainer = TrainerFactory.Create(options);
        using var grid = new SampleGrid(trainer, options.Seed);
        using var message = stop.Register(() => display.WriteLine("Stopping after this step. Press Ctrl-C again to exit immediately."));

        display.WriteLine(FormattableString.Invariant($"Training on {source.Description}, {format.Size}x{format.Size}x{format.Channels}, device {options.Device}, learning rate {trainer.Options.LearningRate:0.#####}, output in {folder.FullPath}"));
        if (!RunPlot.CanLabel)
        {
            display.Warn("no fonts are installed, so losses.png will have no labels; the numbers are in losses.csv. Install fonts-dejavu-core or another font package.");
        }

        var clock = Stopwatch.StartNew();
        var checkpoints = new RunCheckpoints(options, folder, trainer, history, measures, display);
        Prepare(folder, checkpoints, grid, RunIdentity.Create(options, source, format));
        using var evaluation = RunEvaluation.Create(options, format, trainer, stop);
        using var loader = new BatchLoader(source, format, options.BatchSize, (int)trainer.Epoch + 1, trainer.EpochStep);
        long before = trainer.StepCount;
        display.Run(() => Train(trainer, loader, format, folder, checkpoints, grid, evaluation, stop));
        Summarize(trainer.StepCount - before, clock.Elapsed, loader, source, folder, stop.IsCancellationRequested);
        return !stop.IsCancellationRequested;
    }

    /// <summary>Prepares the output folder for a new run, or loads the last checkpoint.</summary>
    private void Prepare(RunFolder folder, RunCheckpoints checkpoints, SampleGrid grid, RunIdentity identity)
    {
        if (options.Resume)
        {
            identity.CheckAgainst(folder.ReadIdentity());
            if (checkpoints.Resume() is string checkpoint)
            {
                display.WriteLine($"Resumed from checkpoint {Path.GetFileNameWithoutExtension(checkpoint)}.");
                return;
            }

            display.WriteLine("No checkpoint found. Starting a new run.");
        }
        else if (folder.HasEarlierRun)
        {
            display.Warn($"--out {options.Out}: the folder contains images of an earlier run, which will be overwritten. Use another --out to keep them.");
        }

        if (checkpoints.MoveAside() is string target)
        {
            display.Warn($"moved the checkpoints of an earlier run to {target}. Use --resume to continue a run.");
        }

        folder.DeleteMeasures();
        folder.WriteIdentity(identity);
        folder.WriteSamples(0, grid);
    }

    private void Train(
        DcganTrainer trainer,
        BatchLoader loader,
        ImageFormat format,
        RunFolder folder,
        RunCheckpoints checkpoints,
        SampleGrid grid,
        RunEvaluation? evaluation,
        CancellationToken stop)
    {
        long maxSteps = options.MaxSteps ?? long.MaxValue;
        var reporter = new StepReporter(
            display, history, checkpoints, () => Math.Min(maxSteps, options.Epochs * loader.BatchesPerEpoch), options.Epochs);
        while (trainer.Epoch < options.Epochs && trainer.StepCount < maxSteps && !stop.IsCancellationRequested)
        {
            reporter.Epoch = (int)trainer.Epoch + 1;
            reporter.Resume();
            var batches = loader.ReadEpoch(stop).Take((int)Math.Min(int.MaxValue, maxSteps - trainer.StepCount));
            try
            {
                trainer.Train(Tensors(batches, format, reporter), reporter, stop);
                Measure(trainer, folder, evaluation, reporter.Epoch, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Canceled after a step or during the evaluation. The save below keeps the epoch's steps; a resumed run finishes the
                // epoch and repeats its evaluation.
                break;
            }
            finally
            {
                // Runs even if training diverged, because these files show how it happened.
                Write(reporter.Epoch, folder, grid, reporter);
            }

            if (loader.EpochIsOver)
            {
                if (trainer.EpochStep == 0)
                {
                    throw new SampleException($"--data {options.Data}: must contain at least 2 readable images.");
                }

                trainer.NextEpoch();
                checkpoints.AfterEpoch();
            }
        }

        checkpoints.Save();
    }

    private IImageSource OpenSource(ImageFormat format, CancellationToken stop) => options.Data is { } path
        ? ImageFileSource.Open(path, options.Seed, format, display.Warn, output: options.Out, stop: stop)
        : new DrawnFaces(options.Seed, options.DrawnFacesPerEpoch, format);

    private void Write(int epoch, RunFolder folder, SampleGrid grid, StepReporter reporter)
    {
        if (reporter.Last is { } last && last.Epoch == epoch)
        {
            folder.WriteSamples(epoch, grid);
            folder.WriteLosses(history, measures);
            display.ShowEpochEnd(last);
        }
    }

    private void Measure(DcganTrainer trainer, RunFolder folder, RunEvaluation? evaluation, int epoch, CancellationToken stop)
    {
        // A run resumed after an epoch's last step may already have the measures of this epoch.
        if (evaluation is not null && !stop.IsCancellationRequested && !measures.Contains(trainer.StepCount))
        {
            var (measured, line) = evaluation.Measure(epoch, stop);
            measures.Add(measured);
            folder.WriteMeasures(measures);
            display.WriteLine(line);
        }
    }

    private void Summarize(long steps, TimeSpan time, BatchLoader loader, IImageSource source, RunFolder folder, bool stopped)
    {
        string skipped = source.Unreadable > 0 ? $", {source.Unreadable} unreadable images skipped" : string.Empty;
        display.WriteLine(FormattableString.Invariant(
            $"{(stopped ? "Stopped" : "Done")}: {steps} steps in {time:h\\:mm\\:ss} ({loader.WaitTime.TotalSeconds:F1} s waiting for images{skipped}). Output in {folder.FullPath}"));
    }

    // Disposes each tensor after its step.
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
