using Dcgan.Core;
using TorchSharp;

namespace FaceStudio;

/// <summary>
/// Trains in the background, on a thread of its own, whenever <see cref="Start"/> is called, until <see cref="Stop"/> is called, the
/// training fails or the application shuts down.
/// </summary>
internal sealed class TrainingService(StudioSettings settings, TrainingRun run, TrainingFeed feed, ILogger<TrainingService> logger) : BackgroundService
{
    private readonly Lock access = new();
    private readonly SemaphoreSlim starts = new(0);

    /// <summary>Stops the training; null if it is not running.</summary>
    private CancellationTokenSource? stop;

    /// <summary>Requests training.</summary>
    /// <returns>False if it is already running.</returns>
    public bool Start()
    {
        lock (access)
        {
            if (stop is not null)
            {
                return false;
            }

            stop = new CancellationTokenSource();
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
            if (stop is null || stop.IsCancellationRequested)
            {
                return false;
            }

            feed.Change(status => status with { State = TrainingState.Stopping });
            stop.Cancel();
            return true;
        }
    }

    public override void Dispose()
    {
        starts.Dispose();
        base.Dispose();
    }

    // A step computes for a long time without an await, so it gets a thread.
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => Work(stoppingToken), CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    private void Work(CancellationToken shutdown)
    {
        torch.set_num_threads(settings.Threads);
        if (settings.AutoStart)
        {
            Start();
        }
        else
        {
            Attempt(run.ShowSaved, shutdown);
        }

        while (!shutdown.IsCancellationRequested)
        {
            try
            {
                starts.Wait(shutdown);
            }
            catch (OperationCanceledException)
            {
                break;
            }

            using var either = CancellationTokenSource.CreateLinkedTokenSource(shutdown, stop!.Token);
            Attempt(run.Train, either.Token);
        }

        if (run.UnsavedSteps > 0)
        {
            Attempt(_ => run.SaveRest(), CancellationToken.None); // The disk may have room again.
        }
    }

    /// <summary>Does a part of the work. An error is shown on the page and leaves the application alive.</summary>
    private void Attempt(Action<CancellationToken> work, CancellationToken cancel)
    {
        string? error = null;
        try
        {
            work(cancel);
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // Stopped and saved.
        }
#pragma warning disable CA1031 // Whatever fails, requests are still answered; the log has the details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            error = Sentence(exception);
            Log.Failed(logger, error is null ? exception : null, feed.Status.Step, error ?? "unexpected error.");
            error ??= $"The training failed with a {exception.GetType().Name}; the log has the details.";
            if (run.UnsavedSteps > 0)
            {
                error += " The last steps are only in memory, because they could not be saved: Resume continues from them.";
            }
        }

        lock (access)
        {
            if (starts.CurrentCount == 0) // Otherwise, Start was called while the saved run was opened.
            {
                stop?.Dispose();
                stop = null;
                feed.Change(status => status with
                {
                    State = error is null ? TrainingState.Stopped : TrainingState.Failed,
                    Error = error,
                    ImagesPerSecond = 0,
                });
            }
        }
    }

    /// <summary>The message of an error that the user can fix; null for other errors.</summary>
    private static string? Sentence(Exception exception) =>
        exception is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException or DcganDivergedException
            ? exception.Message.ReplaceLineEndings(" ")
            : null;
}
