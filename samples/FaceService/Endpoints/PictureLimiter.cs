using System.Net;
using System.Threading.RateLimiting;

namespace FaceService.Endpoints;

/// <summary>
/// Limits the picture requests in progress, their memory, and how many pictures are generated in parallel. A request keeps its
/// place and its memory until its picture is sent, so that clients that do not read cannot fill the memory. One client address
/// gets only a share, so that it cannot lock out all others.
/// </summary>
internal sealed class PictureLimiter(ServiceSettings settings) : IDisposable
{
    private const int BytesPerPermit = 1000;
    private const int PermitsPerMegabyte = 1000;

    private readonly ConcurrencyLimiter places = Create(settings.Places, queue: 0);
    private readonly PartitionedRateLimiter<IPAddress> clientPlaces = CreatePerClient(settings.Share, queue: 0);
    private readonly int memoryPermits = settings.Memory * PermitsPerMegabyte;
    private readonly ConcurrencyLimiter memory = Create(settings.Memory * PermitsPerMegabyte, int.MaxValue);
    private readonly PartitionedRateLimiter<IPAddress> clientMemory =
        CreatePerClient(ServiceSettings.Half(settings.Memory * PermitsPerMegabyte), int.MaxValue);

    private readonly CoreQueue cores = new(settings.Concurrency);

    /// <summary>The number of free places.</summary>
    public long FreePlaces => places.GetStatistics()!.CurrentAvailablePermits;

    /// <summary>The number of requests that wait for a core.</summary>
    public int Waiting => cores.Waiting;

    /// <summary>Whether a request of a client waits for other requests of this client to free memory.</summary>
    public bool IsWaitingForMemory(IPAddress client) => clientMemory.GetStatistics(client)!.CurrentQueuedCount > 0;

    /// <summary>Takes a place. Check <see cref="RateLimitLease.IsAcquired"/>: it is false if the service is full.</summary>
    public RateLimitLease TakePlace() => places.AttemptAcquire();

    /// <summary>Takes one of the places of a client. Check <see cref="RateLimitLease.IsAcquired"/>: it is false if all are taken.</summary>
    public RateLimitLease TakeClientPlace(IPAddress client) => clientPlaces.AttemptAcquire(client);

    /// <summary>
    /// Waits until the memory for a picture is free for this client, and reserves it. Check <see cref="RateLimitLease.IsAcquired"/>:
    /// it is false if the requests that wait need 2,147 GB or more in total.
    /// </summary>
    /// <param name="client">The client's address.</param>
    /// <param name="bytes">Size of the uncompressed picture.</param>
    /// <param name="cancel">Canceled when the client disconnects.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled.</exception>
    public ValueTask<RateLimitLease> ReserveClientMemoryAsync(IPAddress client, long bytes, CancellationToken cancel) =>
        clientMemory.AcquireAsync(client, Permits(bytes, ServiceSettings.Half(memoryPermits)), cancel);

    /// <summary>
    /// Waits until the memory for a picture is free, and reserves it. Check <see cref="RateLimitLease.IsAcquired"/>: it is false if
    /// the requests that wait need 2,147 GB or more in total.
    /// </summary>
    /// <param name="bytes">Size of the uncompressed picture.</param>
    /// <param name="cancel">Canceled when the client disconnects.</param>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled.</exception>
    public ValueTask<RateLimitLease> ReserveMemoryAsync(long bytes, CancellationToken cancel) =>
        memory.AcquireAsync(Permits(bytes, memoryPermits), cancel);

    /// <summary>Waits for a core to generate a picture.</summary>
    /// <exception cref="OperationCanceledException"><paramref name="cancel"/> was canceled.</exception>
    public Task<IDisposable> TakeCoreAsync(IPAddress client, CancellationToken cancel) => cores.TakeAsync(client, cancel);

    public void Dispose()
    {
        places.Dispose();
        clientPlaces.Dispose();
        memory.Dispose();
        clientMemory.Dispose();
    }

    /// <summary>A picture larger than the limit takes all of it.</summary>
    private static int Permits(long bytes, int limit) => (int)Math.Clamp((bytes + BytesPerPermit - 1) / BytesPerPermit, 1, limit);

    private static ConcurrencyLimiter Create(int permits, int queue) => new(Options(permits, queue));

    private static PartitionedRateLimiter<IPAddress> CreatePerClient(int permits, int queue) => PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        client => RateLimitPartition.GetConcurrencyLimiter(client, _ => Options(permits, queue)));

    private static ConcurrencyLimiterOptions Options(int permits, int queue) => new()
    {
        PermitLimit = permits,
        QueueLimit = queue,
        QueueProcessingOrder = QueueProcessingOrder.OldestFirst,
    };
}
