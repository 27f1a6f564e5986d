using System.Diagnostics;
using System.Runtime.ExceptionServices;
using Dcgan.Core;
using Dcgan.Images;

namespace FaceStudio;

/// <summary>
/// The run in the folder of the checkpoints: opens, trains, publishes and saves it. All methods are called by the training thread.
/// </summary>
internal sealed class TrainingRun(
    StudioSettings settings, NewTrainer create, TrainingFeed feed, SnapshotStore snapshots, ILogger<TrainingRun> logger) : IDisposable
{
    private const double Smoothing = 0.9;

    private readonly CheckpointDirectory checkpoints = new(settings.Run, logger: logger);
    private IDisposable? runLock;

    /// <summary>The run in memory. Between two trainings, it is kept only if its last steps could not be saved.</summary>
    private DcganTrainer? trainer;

    /// <summary>Steps in memory that could not be saved.</summary>
    public long UnsavedSteps => trainer is null ? 0 : trainer.StepCount - (feed.Status.SavedStep ?? 0);

    /// <summary>After a restart of the process: answers requests with the saved run.</summary>
    public void ShowSaved(CancellationToken cancel)
    {
        if (checkpoints.All().Count > 0)
        {
            using DcganTrainer saved = Open();
            Show(saved);
            Publish(saved, cancel);
        }
    }

    /// <summary>Trains without end. Cancellation and errors save the run, from which the next call resumes.</summary>
    public void Train(CancellationToken cancel)
    {
        if (trainer is null)
        {
            runLock?.Dispose(); // Its folder may have been moved away, to start a new run.
            runLock = null;
        }

        runLock ??= checkpoints.Lock();
        try
        {
            if (trainer is null)
            {
                trainer = Open();
                Show(trainer);
            }

            if (trainer.StepCount > 0)
            {
                PublishNew(trainer, cancel); // Before the images are opened, which may be missing.
            }

            var options = new ImageFolderOptions { Format = ImageFormat.Of(trainer.Generator.Options), OutputFolder = settings.Run };
            using ImageFolder images = ImageFolder.Open(settings.Images, options, logger, cancellationToken: cancel);
            PublishNew(trainer, cancel);
            Log.Training(logger, images.Count, trainer.StepCount);
            feed.Change(status => status with
            {
                State = status.State == TrainingState.Starting ? TrainingState.Training : status.State,
                Images = images.Count,
            });
            using var distance = new ImageDistance(images, cancel);
            MakeSteps(trainer, images, distance, cancel);
        }
        catch (Exception exception)
        {
            // The state before a divergence would diverge again; the latest checkpoint may not.
            if (UnsavedSteps > 0 && exception is not DcganDivergedException)
            {
                SaveAfter(exception);
            }

            Release();
            throw;
        }
    }

    /// <summary>Saves the steps before a failure. If that fails too, the run stays in memory, and the next call continues with it.</summary>
    private void SaveAfter(Exception failure)
    {
        try
        {
            Save(trainer!);
        }
        catch (Exception unsaved) when (failure is not OperationCanceledException)
        {
            Log.NotSaved(logger, unsaved, failure.Message);
            ExceptionDispatchInfo.Throw(failure); // It is the cause, and the page shows it.
        }
    }

    /// <summary>Saves the steps that could not be saved before.</summary>
    public void SaveRest()
    {
        Save(trainer!);
        Release();
    }

    public void Dispose()
    {
        Release();
        runLock?.Dispose();
    }

    private void Release()
    {
        trainer?.Dispose();
        trainer = null;
    }

    private DcganTrainer Open()
    {
        if (checkpoints.Latest() is not string latest)
        {
            return checkpoints.All().Count == 0
                ? create(logger)
                : throw new InvalidDataException($"{checkpoints.Path}: none of its checkpoints can be read; move them away to start a new run.");
        }

        DcganTrainer saved = DcganTrainer.Open(latest, logger);
        Depths depths = saved.Generator.Options.Depths;
        if (settings.Depths is not null && !settings.Depths.Equals(depths))
        {
            saved.Dispose();
            throw new InvalidDataException(
                $"Depths: must be {string.Join(',', depths)}, as in the run in {checkpoints.Path}, but was {string.Join(',', settings.Depths)}; set Run to another folder to start a new run.");
        }

        return saved;
    }

    /// <summary>Shows what a run has reached before its first step in this process.</summary>
    private void Show(DcganTrainer saved)
    {
        feed.Replace(RunHistory.Load(checkpoints.Path, saved.StepCount, logger));
        feed.Change(status => status with
        {
            Epoch = saved.Epoch,
            Step = saved.StepCount,
            ImagesSeen = saved.ImagesSeen,
            SavedStep = saved.StepCount > 0 ? saved.StepCount : null,
        });
    }

    private void MakeSteps(DcganTrainer trainer, ImageFolder images, ImageDistance distance, CancellationToken cancel)
    {
        long start = Stopwatch.GetTimestamp();
        double secondsPerImage = 0;
        while (true)
        {
            foreach (DcganBatch batch in images.Batches(trainer, settings.BatchSize, cancellationToken: cancel))
            {
                cancel.ThrowIfCancellationRequested();
                DcganStep step = trainer.Step(batch);
                bool isSaved = step.Number % settings.CheckpointSteps == 0;
                double? measured = isSaved ? distance.Of(Best(trainer)) : null;

                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / batch.Images.shape[0];
                secondsPerImage = secondsPerImage == 0 ? seconds : (Smoothing * secondsPerImage) + ((1 - Smoothing) * seconds);
                start = Stopwatch.GetTimestamp();
                TrainingStatus Advance(TrainingStatus status) => status with
                {
                    Epoch = trainer.Epoch,
                    Step = step.Number,
                    ImagesSeen = trainer.ImagesSeen,
                    ImagesPerSecond = 1 / secondsPerImage,
                    Unreadable = images.Unreadable,
                };
                feed.Change(Advance, TrainingPoint.Of(step, measured));

                if (step.Number % settings.SnapshotSteps == 0)
                {
                    Publish(trainer, cancel);
                }

                if (isSaved)
                {
                    Save(trainer);
                }
            }

            trainer.NextEpoch();
            feed.Change(status => status with { Epoch = trainer.Epoch });
        }
    }

    /// <summary>Publishes the generator, unless the snapshot is already of this step.</summary>
    private void PublishNew(DcganTrainer trainer, CancellationToken cancel)
    {
        if (feed.Status.SnapshotStep != trainer.StepCount)
        {
            Publish(trainer, cancel);
        }
    }

    /// <summary>The averaged generator, which makes the better images.</summary>
    private static Generator Best(DcganTrainer trainer) => trainer.AveragedGenerator ?? trainer.Generator;

    /// <summary>Freezes the better generator, and publishes it.</summary>
    private void Publish(DcganTrainer trainer, CancellationToken cancel)
    {
        snapshots.Publish(Best(trainer).Freeze(cancellationToken: cancel), trainer.StepCount);
        feed.Change(status => status with { SnapshotStep = trainer.StepCount, MaxFaces = TrainingStatus.MaxFacesOf(trainer.Generator.Options.ImageSize) });
    }

    private void Save(DcganTrainer trainer)
    {
        checkpoints.Save(trainer);
        RunHistory.Save(checkpoints.Path, feed.Points, logger);
        feed.Change(status => status with { SavedStep = trainer.StepCount });
    }
}
