using System.Diagnostics;
using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;
using TrainFaces.Data;
using TrainFaces.Measuring;
using TrainFaces.Output;
using TrainFaces.Reports;
using TrainFaces.TensorBoard;

namespace TrainFaces;

/// <summary>A training run: reads images, trains, and writes samples, plots, and checkpoints.</summary>
/// <param name="options">The options of the run.</param>
/// <param name="processes">The processes that train together. That of rank 0 writes the files.</param>
/// <param name="display">Shows the progress.</param>
internal sealed class TrainingRun(TrainFacesOptions options, RunProcesses processes, RunDisplay display)
{
    /// <summary>Most images that the preset for few images is meant for.</summary>
    private const int FewImages = 2_000;

    /// <summary>Runs the training.</summary>
    /// <param name="start">The networks to start from; null for new networks.</param>
    /// <param name="stop">Stops the run after a step.</param>
    /// <returns>True if the run finished; false if <paramref name="stop"/> stopped it.</returns>
    public bool Run(StartingPoint? start, CancellationToken stop)
    {
        var format = options.Format();
        if (options.BatchSize < 2 * processes.Count)
        {
            throw new SampleException($"--batch: must be at least {2 * processes.Count}, 2 images for each of {processes.Count} processes, but was {options.BatchSize}.");
        }

        using var source = RunImages.Open(options, format, processes, display, stop);
        using var folder = new RunFolder(options.Out, writes: processes.IsFirst);
        using var trainer = TrainerFactory.Create(options, source.Count, source.ClassNames, start, new WarningLog(WarnOnce), processes.Group);
        start?.Dispose(); // Frees the memory of the other run's networks and optimizers.
        using var output = new RunOutput(options, processes, folder, trainer, $"{ImageData.Describe(source)}, {format}", display);
        using var message = stop.Register(() => display.WriteLine("Stopping after this step. Press Ctrl-C again to exit immediately."));

        display.WriteLine(FormattableString.Invariant($"Training on {ImageData.Describe(source)}, {format}, {ComputeResources()}, {LearningRate(trainer.Options)}, output in {folder.FullPath}"));
        if (source is ImageFolder { Count: <= FewImages } && !options.Resume && !options.Given.Contains(PresetNames.Option))
        {
            display.WriteLine(FormattableString.Invariant(
                $"{source.Count} images are few. In long runs, {PresetNames.Option} {PresetNames.NameOf(Preset.FewImages)} keeps the discriminator from memorizing them."));
        }

        if (!RunPlot.CanLabel)
        {
            WarnOnce("no fonts are installed, so losses.png will have no labels; the numbers are in losses.csv. Install fonts-dejavu-core or another font package.");
        }

        // Checks everything that may be refused, and waits for the first batch, before any file of an earlier run is touched.
        var clock = Stopwatch.StartNew();
        var checkpoints = new RunCheckpoints(options, processes, folder, trainer, output.Losses, output.Measures, display);
        RunIdentity? created = null;
        processes.Together(() => created = RunIdentity.Create(options, source, trainer, stop));
        RunIdentity identity = created!;
        RunIdentity shared = identity.AmongProcesses(options);
        byte[] ofFirst = processes.OfFirst(shared.ToJson());
        processes.Together(() => shared.CheckAgainstFirst(processes.Rank, ofFirst));
        if (processes.IsFirst)
        {
            EventLog.Check(options);
        }

        bool isResumed = false;
        processes.Together(() => isResumed = options.Resume && Resume(checkpoints, identity, stop)); // Rank 0 writes below what the others read here.
        using var evaluation = processes.IsFirst ? RunEvaluation.Create(options, format, trainer, display, stop) : null;
        if (evaluation is not null)
        {
            display.WriteLine(evaluation.FloorLine);
            output.Floor = evaluation.FloorSummary;
        }

        using var reader = new EpochReader(source, trainer, options.BatchSize, stop);
        reader.WaitForFirst();

        if (!isResumed)
        {
            Prepare(folder, identity);
        }
        else if ((folder.EarlierRun() ?? folder.EarlierCheckpoints()) is { } earlier)
        {
            display.WriteLine($"Another run, which was moved aside, is in {earlier}.");
        }

        output.Start(isResumed);
        long before = trainer.StepCount;
        var state = RunState.Failed;
        try
        {
            display.Run(() => state = Train(trainer, reader, output, checkpoints, evaluation, stop) ? RunState.Finished : RunState.Stopped);
        }
        finally
        {
            output.WriteReport(state, checkpoints);
        }

        bool isStopped = state == RunState.Stopped;
        Summarize(trainer.StepCount - before, clock.Elapsed, reader, source, folder, isStopped);
        if (!isStopped && trainer.StepCount == before)
        {
            display.WriteLine(FormattableString.Invariant(
                $"The run already has {trainer.Epoch} {(trainer.Epoch == 1 ? "epoch" : "epochs")} and {before} {(before == 1 ? "step" : "steps")}. To train longer, raise --epochs{(options.MaxSteps is null ? string.Empty : " or --max-steps")}."));
        }

        output.ShowNext(state, checkpoints);
        return !isStopped;
    }

    private static string LearningRate(DcganTrainerOptions trainer)
    {
        string rate = FormattableString.Invariant($"learning rate {trainer.LearningRate:G6}");
        return trainer.LearningRateDecayImages == 0 ? rate : FormattableString.Invariant($"{rate} falling over {trainer.LearningRateDecayImages} images");
    }

    private string ComputeResources()
    {
        string device = options.Device.IsCuda
            ? $"device {options.Device}"
            : FormattableString.Invariant($"device cpu, {torch.get_num_threads()} {(torch.get_num_threads() == 1 ? "thread" : "threads")}");
        return processes.Count == 1 ? device : FormattableString.Invariant($"{processes.Count} processes, {processes.CountOnHost} on this machine, each with {device}");
    }

    /// <summary>Loads the last checkpoint. Returns false if there is none.</summary>
    private bool Resume(RunCheckpoints checkpoints, RunIdentity identity, CancellationToken stop)
    {
        string? checkpoint = checkpoints.Resume(identity, stop);
        display.WriteLine(checkpoint is null
            ? "No checkpoint found. Starting a new run."
            : $"Resumed from checkpoint {Path.GetFileNameWithoutExtension(checkpoint)}.");
        return checkpoint is not null;
    }

    /// <summary>Prepares the output folder for a new run.</summary>
    private void Prepare(RunFolder folder, RunIdentity identity)
    {
        if (options.Resume && folder.HasResults)
        {
            EventLog.Check(options with { Resume = false }); // The earlier run is kept, so its events must not be replaced.
        }

        // A run that was stopped before its first checkpoint is started over in place.
        if ((!options.Resume || folder.HasResults) && folder.MoveAside() is string target)
        {
            string cure = new CheckpointDirectory(RunFolder.CheckpointsUnder(target)).All().Count > 0 ? $" To resume that run, use --resume --out {target}." : string.Empty;
            display.Warn($"moved the earlier run in {folder.FullPath} to {target}.{cure}");
        }

        if (options.StartFrom is { } path)
        {
            display.WriteLine($"Starting from the networks of {path}.");
        }

        folder.WriteIdentity(identity);
    }

    /// <returns>True if the run finished; false if it was stopped.</returns>
    private bool Train(
        DcganTrainer trainer,
        EpochReader reader,
        RunOutput output,
        RunCheckpoints checkpoints,
        RunEvaluation? evaluation,
        CancellationToken stop)
    {
        long maxSteps = options.MaxSteps ?? long.MaxValue;
        var reporter = new StepReporter(
            display, output, checkpoints, () => Math.Min(maxSteps, options.Epochs * reader.BatchesPerEpoch), options.Epochs);
        bool isStopped = false;
        while (trainer.Epoch < options.Epochs && trainer.StepCount < maxSteps && !(isStopped = processes.Any(stop.IsCancellationRequested)))
        {
            var before = (trainer.Epoch, trainer.StepCount);
            reporter.Epoch = (int)trainer.Epoch + 1;
            reporter.Resume();
            var batches = reader.ReadEpoch().Take((int)Math.Min(int.MaxValue, maxSteps - trainer.StepCount));
            try
            {
                trainer.Train(batches.Select(batch => Announce(batch, reporter)), reporter, stop);
                MeasureTogether(trainer, output, evaluation, reporter.Epoch, stop);
                EndEpoch(trainer, reader, checkpoints);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested || processes.Count > 1)
            {
                // Canceled after a step or during the evaluation, here or in another process. The checkpoint keeps the epoch's steps; a
                // resumed run finishes the epoch and repeats its evaluation.
                checkpoints.Save();
                Write(output, checkpoints, reporter);
                return false;
            }
            catch (Exception error)
            {
                // A failed step has been undone, so the state is that of the last step, unless training diverged before it.
                if (error is not DcganDivergedException)
                {
                    output.Try("save a checkpoint", checkpoints.Save);
                }

                Write(output, checkpoints, reporter);
                throw;
            }

            Write(output, checkpoints, reporter);
            if ((trainer.Epoch, trainer.StepCount) == before)
            {
                throw new SampleException("--mpi: a process cannot read its images of this epoch, so no step was made. Every process needs the same images.");
            }
        }

        checkpoints.Save();
        return !isStopped;
    }

    // Saves before any picture is drawn: a picture that cannot be written must not cost the steps.
    private void EndEpoch(DcganTrainer trainer, EpochReader reader, RunCheckpoints checkpoints)
    {
        if (processes.Any(!reader.EpochIsOver))
        {
            checkpoints.Save(); // Stopped, or --max-steps is reached.
            return;
        }

        trainer.NextEpoch();
        checkpoints.AfterEpoch();
    }

    private void Write(RunOutput output, RunCheckpoints checkpoints, StepReporter reporter)
    {
        if (reporter.Last is { } last && last.Epoch == reporter.Epoch)
        {
            output.WriteEpoch(last.Epoch, checkpoints);
            display.ShowEpochEnd(last);
        }
    }

    // The first process measures. If it is canceled or fails, all are.
    private void MeasureTogether(DcganTrainer trainer, RunOutput output, RunEvaluation? evaluation, int epoch, CancellationToken stop)
    {
        bool isCanceled = false;
        processes.Together(() =>
        {
            try
            {
                Measure(trainer, output, evaluation, epoch, stop);
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                isCanceled = true;
            }
        });
        if (processes.Any(isCanceled))
        {
            throw new OperationCanceledException(stop);
        }
    }

    private void Measure(DcganTrainer trainer, RunOutput output, RunEvaluation? evaluation, int epoch, CancellationToken stop)
    {
        // A run resumed after an epoch's last step may already have the measures of this epoch.
        if (evaluation is not null && !stop.IsCancellationRequested && !output.Measures.Contains(trainer.StepCount))
        {
            var (measured, line) = evaluation.Measure(epoch, stop);
            output.Add(measured);
            display.WriteLine(line);
        }
    }

    // For what every process would say.
    private void WarnOnce(string line)
    {
        if (processes.IsFirst)
        {
            display.Warn(line);
        }
    }

    private void Summarize(long steps, TimeSpan time, EpochReader reader, ImageSource source, RunFolder folder, bool stopped)
    {
        string skipped = source.Unreadable > 0 ? $", {source.Unreadable} unreadable images skipped" : string.Empty;
        display.WriteLine(FormattableString.Invariant(
            $"{(stopped ? "Stopped" : "Done")}: {steps} steps in {Duration.ToText(time)} ({reader.WaitTime.TotalSeconds:F1} s waiting for images{skipped}). Output in {folder.FullPath}"));
    }

    private DcganBatch Announce(DcganBatch batch, StepReporter reporter)
    {
        reporter.Images = (int)batch.Images.shape[0] * processes.Count; // The shares of the processes differ by at most one image.
        return batch;
    }
}
