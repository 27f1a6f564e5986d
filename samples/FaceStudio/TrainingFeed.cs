using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;

namespace FaceStudio;

/// <summary>
/// The status and the curves of the training, for any number of readers. The training thread never waits for a reader: a slow reader
/// gets fewer, larger messages.
/// </summary>
/// <param name="maxPoints">Beyond this number, every other point is dropped, so that a run may take weeks.</param>
internal sealed class TrainingFeed(int maxPoints = TrainingFeed.MaxPoints)
{
    /// <summary>Message type: replace all points.</summary>
    public const string History = "history";

    /// <summary>Message type: append points.</summary>
    public const string Update = "update";

    /// <summary>The number of points that suits a page.</summary>
    public const int MaxPoints = 2000;

    /// <summary>A browser redraws its curves at each message, so small networks must not send one per step.</summary>
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(100);

    private readonly Lock access = new();
    private readonly List<TrainingPoint> points = [];
    private TrainingStatus status = new();
    private TaskCompletionSource changed = NewSignal();
    private long interval = 1;
    private int edition;

    public TrainingStatus Status
    {
        get
        {
            lock (access)
            {
                return status;
            }
        }
    }

    /// <summary>All points, in order of their steps.</summary>
    public IReadOnlyList<TrainingPoint> Points
    {
        get
        {
            lock (access)
            {
                return [.. points];
            }
        }
    }

    /// <summary>Changes the status, and appends the point of a new step.</summary>
    public void Change(Func<TrainingStatus, TrainingStatus> change, TrainingPoint? point = null)
    {
        lock (access)
        {
            status = change(status);
            if (point is not null)
            {
                Append(point);
            }

            Signal();
        }
    }

    /// <summary>Replaces all points, because the training goes on from a checkpoint.</summary>
    public void Replace(IEnumerable<TrainingPoint> saved)
    {
        lock (access)
        {
            points.Clear();
            (interval, edition) = (1, edition + 1);
            status = status with { Latest = null };
            foreach (TrainingPoint point in saved)
            {
                Append(point);
            }

            Signal();
        }
    }

    /// <summary>A message with everything, then one for each change, until canceled.</summary>
    public async IAsyncEnumerable<SseItem<TrainingEvent>> ReadAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        int? shownEdition = null;
        long shownStep = 0;
        while (!cancel.IsCancellationRequested)
        {
            Task next;
            SseItem<TrainingEvent> message;
            lock (access)
            {
                bool isNew = edition != shownEdition;
                TrainingPoint[] fresh = isNew ? [.. points] : [.. Enumerable.Reverse(points).TakeWhile(point => point.Step > shownStep).Reverse()];
                message = new(new TrainingEvent(status, fresh), isNew ? History : Update);
                (shownEdition, shownStep) = (edition, points.Count > 0 ? points[^1].Step : 0);
                next = changed.Task;
            }

            yield return message;

            // Ends without an exception, which the server would log as an error.
            await next.WaitAsync(cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(Pause, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>
    /// Adds a point. Few steps measure the diversity and the distance, and any of them may be dropped later, so each point has the
    /// values that were measured last.
    /// </summary>
    private void Append(TrainingPoint point)
    {
        TrainingPoint latest = point with
        {
            Diversity = point.Diversity ?? status.Latest?.Diversity,
            Distance = point.Distance ?? status.Latest?.Distance,
        };
        status = status with { Latest = latest };
        if (latest.Step % interval != 0)
        {
            return;
        }

        points.Add(latest);
        while (points.Count > maxPoints)
        {
            interval *= 2;
            points.RemoveAll(dropped => dropped.Step % interval != 0);
        }
    }

    private void Signal()
    {
        TaskCompletionSource last = changed;
        changed = NewSignal();
        last.SetResult();
    }
}
