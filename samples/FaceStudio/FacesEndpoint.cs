using System.Threading.RateLimiting;
using FaceService.Endpoints;
using FaceService.Requests;

namespace FaceStudio;

/// <summary>
/// Answers requests for pictures of generated images. A request takes memory for its pixels until its picture is sent, so that clients
/// that do not read cannot fill the memory. It takes a place only while the picture is drawn, so that no request waits for a slow reader.
/// </summary>
/// <param name="drawing">Pictures that are drawn at once, each by as many threads as the training has.</param>
/// <param name="maxUnsentBytes">Bytes of the pixels of all pictures that wait, are drawn or are being sent, at most.</param>
internal sealed class FacesEndpoint(
    TrainingFeed feed,
    SnapshotStore snapshots,
    PictureSender sender,
    ConcurrencyLimiter drawing,
    int maxUnsentBytes = FacesEndpoint.MaxUnsentBytes) : IDisposable
{
    /// <summary>Requests for pictures that may wait while others are drawn.</summary>
    public const int MaxWaiting = 50;

    /// <summary>Enough for 85 pictures of 64 color images of 64x64 pixels.</summary>
    public const int MaxUnsentBytes = 64 << 20;

    private const int DefaultCount = 64;

    private readonly ConcurrencyLimiter unsent = new(new ConcurrencyLimiterOptions { PermitLimit = maxUnsentBytes });

    /// <summary>The bytes that further pictures may take, for tests.</summary>
    public long FreeBytes => unsent.GetStatistics()!.CurrentAvailablePermits;

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        try
        {
            var query = new RequestReader(context.Request, "count", "seed", "step");
            int most = feed.Status.MaxFaces ?? TrainingStatus.MaxCount;
            int count = query.Integer("count", 1, most, Math.Min(DefaultCount, most));
            long seed = query.Find("seed") is null ? 0 : query.Seed("seed");
            return await ServeAsync(context, count, seed);
        }
        catch (RequestException exception)
        {
            return Results.Problem(exception.Message, statusCode: StatusCodes.Status400BadRequest);
        }
        catch (OperationCanceledException) when (context.RequestAborted.IsCancellationRequested)
        {
            return Results.Empty; // The client is gone.
        }
    }

    public void Dispose() => unsent.Dispose();

    private async Task<IResult> ServeAsync(HttpContext context, int count, long seed)
    {
        // Before the picture is drawn, which takes time from the training. A picture larger than the limit takes all of it.
        int bytes = (int)Math.Min(count * (snapshots.ImageBytes ?? 0), maxUnsentBytes);
        using RateLimitLease memory = unsent.AttemptAcquire(bytes);
        if (!memory.IsAcquired)
        {
            return Unavailable("Too many pictures are being sent; try again later.");
        }

        byte[] png;
        long step;
        using (RateLimitLease place = await drawing.AcquireAsync(cancellationToken: context.RequestAborted))
        {
            if (!place.IsAcquired)
            {
                return Unavailable("Too many pictures are being drawn; try again later.");
            }

            if (snapshots.Draw(count, seed) is not { } picture)
            {
                return Unavailable("There are no faces yet: start the training.");
            }

            (png, step) = picture;
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Snapshot-Step"] = FormattableString.Invariant($"{step}");
        await sender.SendAsync(context, png, "image/png");
        return Results.Empty;
    }

    private static IResult Unavailable(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status503ServiceUnavailable);
}
