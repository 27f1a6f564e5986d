using System.Threading.RateLimiting;
using FaceService.Endpoints;
using FaceService.Requests;

namespace FaceStudio;

/// <summary>
/// Answers requests for pictures of generated images. A picture takes a place only while it is drawn, so that no request waits for a
/// slow reader. It takes memory until it is sent, so that slow readers cannot fill the memory.
/// </summary>
/// <param name="drawing">Pictures that are drawn at once, each by as many threads as the training has.</param>
/// <param name="maxUnsentBytes">Bytes of all pictures that are being sent, at most.</param>
internal sealed class FacesEndpoint(
    TrainingFeed feed, SnapshotStore snapshots, PictureSender sender, ConcurrencyLimiter drawing, int maxUnsentBytes = FacesEndpoint.MaxUnsentBytes) : IDisposable
{
    /// <summary>Requests for pictures that may wait while others are drawn.</summary>
    public const int MaxWaiting = 50;

    /// <summary>The largest picture has 48 MiB: 3 bytes for each of its pixels.</summary>
    public const int MaxUnsentBytes = 64 << 20;

    private const int DefaultCount = 64;

    private readonly ConcurrencyLimiter unsent = new(new ConcurrencyLimiterOptions { PermitLimit = maxUnsentBytes });

    /// <summary>The bytes that further pictures may take.</summary>
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

        using RateLimitLease memory = unsent.AttemptAcquire(png.Length);
        if (!memory.IsAcquired)
        {
            return Unavailable("Too many pictures are being sent; try again later.");
        }

        context.Response.Headers.CacheControl = "no-store";
        context.Response.Headers["Snapshot-Step"] = FormattableString.Invariant($"{step}");
        await sender.SendAsync(context, png, "image/png");
        return Results.Empty;
    }

    private static IResult Unavailable(string sentence) => Results.Problem(sentence, statusCode: StatusCodes.Status503ServiceUnavailable);
}
