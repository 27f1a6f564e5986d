using System.Diagnostics;
using Dcgan.Core;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Data.DrawnFaces;
using TrainFaces.Data.ImageFiles;
using TrainFaces.Measuring;
using TrainFaces.Output;

namespace TrainFaces;

/// <summary>The main job: images in, a trained generator's pictures out.</summary>
internal sealed class TrainingRun(TrainFacesOptions options, RunDisplay display)
{
    private readonly LossHistory history = new();
    private readonly MeasureHistory measures = new();

    /// <summary>True when the run came to its own end, false when <paramref name="stop"/> ended it.</summary>
    public bool Run(CancellationToken stop)
    {
        var format = options.Format();
        using var source = OpenSource(format);
        var folder = new RunFolder(options.Out);
        using var trainer = TrainerFactory.Create(options);
        using var grid = new SampleGrid(trainer, options.Seed);
        using var announcement = stop.Register(() => display.Say("Stopping after this step. Once more to end at once."));

        display.Say(FormattableString.Invariant($"{source.Description}, {format.Size}x{format.Size}x{format.Channels}, on {options.Device}, learning rate {trainer.Options.LearningRate:0.#####}, into {folder.FullPath}"));
        if (!RunPlot.CanLabel)
        {
            display.Warn("no fonts on this machine, so losses.png will have no words or numbers (losses.csv has them); install fonts-dejavu-core, or another package of fonts.");
        }

        var clock = Stopwatch.StartNew();
        var checkpoints = new RunCheckpoints(options, folder, trainer, history, measures, display);
        Begin(folder, checkpoints, grid, RunIdentity.Of(options, source, format));
        using var evaluation = RunEvaluation.Create(options, format, trainer, stop);
        using var loader = new BatchLoader(source, format, options.BatchSize, (int)trainer.Epoch + 1, trainer.EpochStep);
        long before = trainer.StepCount;
        display.During(() => Train(trainer, loader, format, folder, checkpoints, grid, evaluation, stop));
        Summarize(trainer.StepCount - before, clock.Elapsed, loader, source, folder, stop.IsCancellationRequested);
        return !stop.IsCancellationRequested;
    }

    /// <summary>From the first step, or from where the run in the folder was saved last.</summary>
    private void Begin(RunFolder folder, RunCheckpoints checkpoints, SampleGrid grid, RunIdentity identity)
    {
        if (options.Resume)
        {
            identity.CheckAgainst(folder.ReadIdentity());
            if (checkpoints.Resume() is string checkpoint)
            {
                display.Say($"Going on after {Path.GetFileNameWithoutExtension(checkpoint)}.");
                return;
            }

            display.Say("There is no checkpoint yet: starting at the beginning.");
        }
        else if (folder.HoldsEarlierRun)
        {
            display.Warn("pictures of an earlier run lie there and will be replaced; --out names another folder.");
        }

        if (checkpoints.SetAside() is string aside)
        {
            display.Warn($"checkpoints of an earlier run were moved to {aside}; --resume would have gone on with it.");
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
                // While measuring. The save below keeps the epoch's steps, and a run that goes on measures them.
                break;
            }
            finally
            {
                // Also when training diverged: how it came to that is in these files.
                Write(reporter.Epoch, folder, grid, reporter);
            }

            if (loader.EpochIsOver)
            {
                if (trainer.EpochStep == 0)
                {
                    throw new SampleException($"--data {options.Data}: fewer than 2 of its images can be read.");
                }

                trainer.NextEpoch();
                checkpoints.AfterEpoch();
            }
        }

        checkpoints.Save();
    }

    private IImageSource OpenSource(ImageFormat format) => options.Data is { } path
        ? ImageFileSource.Open(path, options.Seed, format, display.Warn)
        : new DrawnFaces(options.Seed, options.DrawnFacesPerEpoch, format);

    private void Write(int epoch, RunFolder folder, SampleGrid grid, StepReporter reporter)
    {
        if (reporter.Last is { } last && last.Epoch == epoch)
        {
            folder.WriteSamples(epoch, grid);
            folder.WriteLosses(history, measures);
            display.EpochEnded(last);
        }
    }

    private void Measure(DcganTrainer trainer, RunFolder folder, RunEvaluation? evaluation, int epoch, CancellationToken stop)
    {
        // A run that goes on after its epoch's last step may have been measured then.
        if (evaluation is not null && !stop.IsCancellationRequested && !measures.Holds(trainer.StepCount))
        {
            var (measured, line) = evaluation.Measure(epoch, stop);
            measures.Add(measured);
            folder.WriteMeasures(measures);
            display.Say(line);
        }
    }

    private void Summarize(long steps, TimeSpan time, BatchLoader loader, IImageSource source, RunFolder folder, bool stopped)
    {
        string skipped = source.Unreadable > 0 ? $", unreadable images skipped: {source.Unreadable}" : string.Empty;
        display.Say(FormattableString.Invariant(
            $"{(stopped ? "Stopped" : "Done")}: {steps} steps in {time:h\\:mm\\:ss}, {loader.Waited.TotalSeconds:F1} s of it waiting for images{skipped}. See {folder.FullPath}"));
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
