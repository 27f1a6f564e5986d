using System.Diagnostics;
using System.Globalization;
using FaceService.Latents;
using FaceService.Model;

namespace FaceService.Endpoints;

/// <summary>
/// Reports whether the model works. The check bypasses <see cref="PictureLimiter"/>, so a busy service still reports as
/// healthy. Concurrent requests share one model run, and a success is cached for a second, so frequent polling costs little CPU time.
/// </summary>
internal sealed class HealthEndpoint(ServedModel served, ILogger<HealthEndpoint> logger)
{
    private static readonly TimeSpan CacheTime = TimeSpan.FromSeconds(1);

    private readonly Lock checkLock = new();
    private Task<bool> check = Task.FromResult(false);
    private long lastSuccess; // A Stopwatch timestamp; 0 if the last check failed or none has run.

    public async Task<IResult> HandleAsync(HttpContext context)
    {
        context.Response.Headers.CacheControl = "no-store";
        return await CheckAsync().WaitAsync(context.RequestAborted)
            ? Results.Ok(CreateResponse())
            : Results.Problem("model: health check failed; see the service log.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    private HealthResponse CreateResponse()
    {
        using ServedModel.Lease model = served.Take();
        return CreateResponse(model.Info);
    }

    private static HealthResponse CreateResponse(ModelInfo info) => new(
        "ok",
        info.ImageHeight,
        info.ImageWidth,
        info.Channels,
        info.LatentSize,
        info.Distribution.ToString(),
        info.Statistics.ToString(),
        info.ClassNames.Length > 0 ? info.ClassNames : [.. Enumerable.Range(0, info.Classes).Select(label => label.ToString(CultureInfo.InvariantCulture))],
        info.LibraryVersion,
        info.Digest);

    private Task<bool> CheckAsync()
    {
        lock (checkLock)
        {
            long success = Interlocked.Read(ref lastSuccess);
            bool isCurrent = !check.IsCompleted || (success != 0 && Stopwatch.GetElapsedTime(success) < CacheTime);
            return check = isCurrent ? check : Task.Run(RunModel);
        }
    }

    private bool RunModel()
    {
        try
        {
            using ServedModel.Lease model = served.Take();
            bool succeeded = model.Model.Generate(new FaceLatents(model.Info).FromSeed(0), new long[1], CancellationToken.None).Length == model.Info.ImageBytes;
            Interlocked.Exchange(ref lastSuccess, succeeded ? Stopwatch.GetTimestamp() : 0);
            return succeeded;
        }
#pragma warning disable CA1031 // Any exception means that the model does not work; the log has the details.
        catch (Exception exception)
#pragma warning restore CA1031
        {
            Interlocked.Exchange(ref lastSuccess, 0);
            Log.HealthCheckFailed(logger, exception);
            return false;
        }
    }
}
