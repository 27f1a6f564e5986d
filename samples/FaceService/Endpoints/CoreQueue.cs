using System.Net;

namespace FaceService.Endpoints;

/// <summary>
/// Requests acquire cores and release them. If all are in use, the clients that wait take turns, and each client's requests keep their order. So
/// a client waits for at most one picture of each other client, however many pictures the others have requested.
/// </summary>
/// <param name="cores">Number of cores.</param>
internal sealed class CoreQueue(int cores)
{
    private readonly Lock gate = new();
    private readonly LinkedList<(IPAddress Client, LinkedList<TaskCompletionSource> Requests)> turns = new();
    private int free = cores;

    /// <summary>The number of requests that wait.</summary>
    public int Waiting
    {
        get
        {
            lock (gate)
            {
                return turns.Sum(turn => turn.Requests.Count);
            }
        }
    }

    /// <summary>Waits for a core. Disposing the result releases the core.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled.</exception>
    public async Task<IDisposable> TakeAsync(IPAddress client, CancellationToken cancel)
    {
        var request = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (gate)
        {
            if (free > 0)
            {
                free--;
                request.SetResult();
            }
            else
            {
                Enqueue(client, request);
            }
        }

        using CancellationTokenRegistration registration = cancel.Register(() => Cancel(client, request, cancel));
        await request.Task;
        return new Core(this);
    }

    private void Enqueue(IPAddress client, TaskCompletionSource request)
    {
        LinkedList<TaskCompletionSource>? requests = turns.FirstOrDefault(turn => turn.Client.Equals(client)).Requests;
        if (requests is null)
        {
            requests = new LinkedList<TaskCompletionSource>();
            turns.AddLast((client, requests));
        }

        requests.AddLast(request);
    }

    private void Cancel(IPAddress client, TaskCompletionSource request, CancellationToken cancel)
    {
        lock (gate)
        {
            (IPAddress Client, LinkedList<TaskCompletionSource> Requests) turn = turns.FirstOrDefault(turn => turn.Client.Equals(client));
            if (turn.Requests?.Remove(request) != true)
            {
                return; // The request has a core.
            }

            if (turn.Requests.Count == 0)
            {
                turns.Remove(turn);
            }
        }

        request.SetCanceled(cancel);
    }

    private void Release()
    {
        TaskCompletionSource next;
        lock (gate)
        {
            if (turns.First is not { } turn)
            {
                free++;
                return;
            }

            next = turn.Value.Requests.First!.Value;
            turn.Value.Requests.RemoveFirst();
            turns.RemoveFirst();
            if (turn.Value.Requests.Count > 0)
            {
                turns.AddLast(turn);
            }
        }

        next.SetResult();
    }

    private sealed class Core(CoreQueue queue) : IDisposable
    {
        private int released;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref released, 1) == 0)
            {
                queue.Release();
            }
        }
    }
}
