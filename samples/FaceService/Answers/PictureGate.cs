using System.Threading.RateLimiting;

namespace FaceService.Answers;

/// <summary>
/// So many pictures are made at once, some requests wait in order, and the rest are refused at once: a queue without an end
/// answers nobody in time.
/// </summary>
internal sealed class PictureGate(ServiceSettings settings) : IDisposable
{
    private readonly ConcurrencyLimiter limiter = new(new ConcurrencyLimiterOptions
    {
        PermitLimit = settings.Concurrency,
        QueueLimit = settings.Queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    });

    /// <summary>How many places are free, and how many requests wait.</summary>
    public RateLimiterStatistics Statistics => limiter.GetStatistics()!;

    /// <summary>Waits for a place; the lease that holds it may say that there was none.</summary>
    /// <exception cref="OperationCanceledException">Whoever asked has gone, and waits no more.</exception>
    public ValueTask<RateLimitLease> EnterAsync(CancellationToken cancel) => limiter.AcquireAsync(1, cancel);

    public void Dispose() => limiter.Dispose();
}
