using FaceService.Model;

namespace FaceService;

/// <summary>The service's log messages.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Serving {Name}: {Height}x{Width} images (height x width), {LatentSize} latent values ({Distribution}); {Concurrency} requests in parallel, up to {Queue} in the queue.")]
    private static partial void Serving(ILogger logger, string name, int height, int width, int latentSize, string distribution, int concurrency, int queue);

    [LoggerMessage(2, LogLevel.Error, "Health check failed: the model threw an exception.")]
    public static partial void HealthCheckFailed(ILogger logger, Exception exception);

    [LoggerMessage(4, LogLevel.Error, "The model file has changed, but the service goes on with its model: {Reason}")]
    public static partial void ModelKept(ILogger logger, string reason);

    public static void Serving(ILogger logger, ServiceSettings settings, ModelInfo info) => Serving(
        logger,
        Path.GetFileName(settings.Model),
        info.ImageHeight,
        info.ImageWidth,
        info.LatentSize,
        info.Distribution.ToString(),
        settings.Concurrency,
        settings.Queue);
}
