using System.Diagnostics;
using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;

namespace FaceStudio;

/// <summary>
/// Trains in the background, on a thread of its own, whenever <see cref="Start"/> is called, until <see cref="Stop"/> is called, the
/// training fails or the application shuts down. Each of these saves a checkpoint, from which the next start resumes.
/// </summary>
internal sealed class TrainingService(
    StudioSettings settings, NewTrainer create, TrainingFeed feed, SnapshotStore snapshots, ILogger<TrainingService> logger) : BackgroundService
{
    private const double Smoothing = 0.9;

    private readonly CheckpointDirectory checkpoints = new(settings.Run, logger: logger);
    private readonly Lock access = new();
    private readonly SemaphoreSlim starts = new(0);

    /// <summary>Stops the training in progress; null if there is none.</summary>
    private CancellationTokenSource? run;

    /// <summary>The run in memory. Kept after a failure only if its last steps could not be saved. Used by the training thread only.</summary>
    private DcganTrainer? trainer;

    /// <summary>Requests training.</summary>
    /// <returns>False if it is already running.</returns>
    public bool Start()
    {
        lock (access)
        {
            if (run is not null)
            {
                return false;
            }

            run = new CancellationTokenSource();
            feed.Change(status => status with { State = TrainingState.Starting, Error = null });
            starts.Release();
            return true;
        }
    }

    /// <summary>Requests the end of the training, after the current step.</summary>
    /// <returns>False if it is not running or about to stop.</returns>
    public bool Stop()
    {
        lock (access)
        {
            if (run is null || run.IsCancellationRequested)
            {
                return false;
            }

            feed.Change(status => status with { State = TrainingState.Stopping });
            run.Cancel();
            return true;
        }
    }

    public override void Dispose()
    {
        trainer?.Dispose();
        starts.Dispose();
        base.Dispose();
    }

    // A step computes for a long time without an await, so it gets a thread.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Work(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Work(CancellationToken stopping)
    {
        if (settings.AutoStart)
        {
            Start();
        }
        else
        {
            Attempt(() => ShowSaved(stopping), stopping);
        }

        while (!stopping.IsCancellationRequested)
        {
            try
            {
                starts.Wait(stopping);
            }
            catch (OperationCanceledException)
            {
                return;
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(stopping, run!.Token);
            Attempt(() => Train(stop.Token), stop.Token);
        }
    }

    /// <summary>Does a part of the work. An error is shown on the page and leaves the application alive.</summary>
    private void Attempt(Action work, CancellationToken stop)
    {
        string? error = null;
        try
        {
            work();
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped and saved.
        }
#pragma warning disable CA1031 // Whatever fails, requests are still answered; the log has the details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            bool isKnown = IsKnown(exception);
            error = isKnown
                ? exception.Message.ReplaceLineEndings(" ")
                : $"The training failed with a {exception.GetType().Name}; the log has the details.";
            Log.Failed(logger, isKnown ? null : exception, feed.Status.Step, error);
        }

        lock (access)
        {
            if (starts.CurrentCount == 0) // Otherwise, somebody has called Start while the saved run was opened.
            {
                run?.Dispose();
                run = null;
                feed.Change(status => status with { State = error is null ? TrainingState.Stopped : TrainingState.Failed, Error = error });
            }
        }
    }

    /// <summary>After a restart of the process: answers requests with the saved run.</summary>
    private void ShowSaved(CancellationToken stop)
    {
        if (checkpoints.All().Count > 0)
        {
            using DcganTrainer saved = Open();
            Show(saved);
            Publish(saved, stop);
        }
    }

    private void Train(CancellationToken stop)
    {
        torch.set_num_threads(settings.Threads);
        if (trainer is null)
        {
            trainer = Open();
            Show(trainer);
        }

        try
        {
            var options = new ImageFolderOptions { Format = ImageFormat.Of(trainer.Generator.Options), OutputFolder = settings.Run };
            using ImageFolder images = ImageFolder.Open(settings.Images, options, logger, cancellationToken: stop);
            if (feed.Status.SnapshotStep != trainer.StepCount)
            {
                Publish(trainer, stop);
            }

            lock (access)
            {
                feed.Change(status => status with { State = run!.IsCancellationRequested ? status.State : TrainingState.Training, Images = images.Count });
            }

            Log.Training(logger, images.Count, trainer.StepCount);
            MakeSteps(trainer, images, stop);
        }
        catch (Exception exception)
        {
            // The state before a divergence would diverge again; the latest checkpoint may not.
            if (trainer.StepCount > (feed.Status.SavedStep ?? 0) && exception is not DcganDivergedException)
            {
                Save(trainer); // If that fails, the run stays in memory, and the next start goes on with it.
            }

            trainer.Dispose();
            trainer = null;
            throw;
        }
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

    private void MakeSteps(DcganTrainer trainer, ImageFolder images, CancellationToken stop)
    {
        long start = Stopwatch.GetTimestamp();
        double secondsPerImage = 0;
        while (true)
        {
            foreach (DcganBatch batch in images.Batches(trainer, settings.BatchSize, cancellationToken: stop))
            {
                stop.ThrowIfCancellationRequested();
                DcganStep step = trainer.Step(batch);

                double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds / batch.Images.shape[0];
                secondsPerImage = secondsPerImage == 0 ? seconds : (Smoothing * secondsPerImage) + ((1 - Smoothing) * seconds);
                start = Stopwatch.GetTimestamp();
                feed.Change(
                    status => status with
                    {
                        Epoch = trainer.Epoch,
                        Step = step.Number,
                        ImagesSeen = trainer.ImagesSeen,
                        ImagesPerSecond = 1 / secondsPerImage,
                        Unreadable = images.Unreadable,
                    },
                    TrainingPoint.Of(step));

                if (step.Number % settings.SnapshotSteps == 0)
                {
                    Publish(trainer, stop);
                }

                if (step.Number % settings.CheckpointSteps == 0)
                {
                    Save(trainer);
                }
            }

            if (trainer.EpochStep == 0)
            {
                throw new InvalidDataException($"{images.Path}: fewer than 2 of its images can be read.");
            }

            trainer.NextEpoch();
        }
    }

    /// <summary>Freezes the averaged generator, which makes the better images, and publishes it.</summary>
    private void Publish(DcganTrainer trainer, CancellationToken stop)
    {
        snapshots.Publish((trainer.AveragedGenerator ?? trainer.Generator).Freeze(cancellationToken: stop), trainer.StepCount);
        feed.Change(status => status with { SnapshotStep = trainer.StepCount });
    }

    private void Save(DcganTrainer trainer)
    {
        checkpoints.Save(trainer);
        RunHistory.Save(checkpoints.Path, feed.Points);
        feed.Change(status => status with { SavedStep = trainer.StepCount });
    }

    /// <summary>Whether the message of an error is a sentence for the user.</summary>
    private static bool IsKnown(Exception exception) =>
        exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or DcganDivergedException or NativeBackendException;
}
