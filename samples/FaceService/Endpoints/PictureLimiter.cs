using System.Threading.RateLimiting;

namespace FaceService.Endpoints;

/// <summary>
/// Limits how many pictures are generated in parallel. Further requests wait in a first-in, first-out queue, and requests beyond
/// the queue are rejected immediately. With an unbounded queue, requests would time out under overload.
/// </summary>
internal sealed class PictureLimiter(ServiceSettings settings) : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = settings.Concurrency,
        QueueLimit = settings.Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>The number of free permits and of queued requests.</summary>
    public RateLimiterStatistics Statistics => limiter.GetStatistics()!;

    /// <summary>Waits for a permit. Check <see cref="RateLimitLease.IsAcquired"/>: it is false if the queue is full.</summary>
    /// <exception cref="OperationCanceledException">The client disconnected while the request waited.</exception>
    public ValueTask<RateLimitLease> AcquireAsync(CancellationToken cancel) => limiter.AcquireAsync(1, cancel);

    public void Dispose() => limiter.Dispose();
}
