using Dcgan.Core;
using Dcgan.Images;

namespace DcganApp;

/// <summary>
/// Trains until the application stops. After a number of steps, it saves a checkpoint and publishes a snapshot of the generator.
/// A restarted application resumes from the latest checkpoint.
/// </summary>
internal sealed class TrainingService(
    IConfiguration configuration, PublishedGenerator generator, IHostApplicationLifetime lifetime, ILogger<TrainingService> logger) : BackgroundService
{
    private const int BatchSize = 16;

    /// <summary>Options of the command line. The settings have a section, because other programs too use variables such as RUN.</summary>
    public static IDictionary<string, string> SwitchMappings { get; } = new Dictionary<string, string>
    {
        ["--images"] = "Training:Images",
        ["--run"] = "Training:Run",
        ["--snapshotSteps"] = "Training:SnapshotSteps",
    };

    private readonly string images = configuration.GetValue("Training:Images", "images");
    private readonly int snapshotSteps = configuration.GetValue("Training:SnapshotSteps", 100);
    private readonly CheckpointDirectory checkpoints = new(configuration.GetValue("Training:Run", "run"), logger: logger);

    // A step computes for a long time without an await, so it gets a thread.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => TrainOrStop(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    /// <summary>Trains. An error that the user can fix is one line in the log, and stops the application.</summary>
    private void TrainOrStop(CancellationToken stop)
    {
        // An error that stopped the application while the server starts would appear as a failure of the server.
        WaitHandle.WaitAny([lifetime.ApplicationStarted.WaitHandle, stop.WaitHandle]);
        try
        {
            stop.ThrowIfCancellationRequested();
            Train(stop);
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            // Stopped before the first step.
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or DcganDivergedException)
        {
            logger.LogCritical("{Error}", error.Message);
            Environment.ExitCode = 1;
            lifetime.StopApplication();
        }
    }

    private void Train(CancellationToken stop)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(snapshotSteps, 1);
        using IDisposable runLock = checkpoints.Lock(); // Two programs must not train one run.
        using ImageFolder data = ImageFolder.Open(images, new() { OutputFolder = checkpoints.Path }, logger, cancellationToken: stop);
        logger.LogInformation("{Images} image files", data.Count);

        using DcganTrainer trainer = checkpoints.Latest() is string latest ? DcganTrainer.Open(latest, logger) : CreateTrainer();
        long snapshotStep = Publish(trainer);

        foreach (DcganBatch batch in Batches(trainer, data))
        {
            DcganStep step = trainer.Step(batch);
            if (step.Number % snapshotSteps == 0)
            {
                checkpoints.Save(trainer);
                snapshotStep = Publish(trainer);
                logger.LogInformation("Step {Step}: G {G:F3}, D {D:F3}", step.Number, step.GeneratorLoss, step.DiscriminatorLoss);
            }

            generator.Status = new(trainer.Epoch, step.Number, snapshotStep, step.GeneratorLoss, step.DiscriminatorLoss);
            if (stop.IsCancellationRequested)
            {
                logger.LogInformation("Saved {Checkpoint}", checkpoints.Save(trainer));
                return;
            }
        }
    }

    // A larger first depth gives better images and takes longer.
    private DcganTrainer CreateTrainer() => DcganPreset.Recommended.ForImages(64, firstDepth: 128).CreateTrainer(logger: logger);

    /// <summary>The batches of all epochs, without end, from where the trainer is.</summary>
    private static IEnumerable<DcganBatch> Batches(DcganTrainer trainer, ImageFolder images)
    {
        while (true)
        {
            foreach (DcganBatch batch in images.Batches(trainer, BatchSize))
            {
                yield return batch;
            }

            trainer.NextEpoch();
        }
    }

    /// <summary>Freezes the averaged generator, which makes the better images, and publishes it.</summary>
    private long Publish(DcganTrainer trainer)
    {
        generator.Publish((trainer.AveragedGenerator ?? trainer.Generator).Freeze());
        return trainer.StepCount;
    }
}
