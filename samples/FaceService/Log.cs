using FaceService.Model;

namespace FaceService;

/// <summary>All that the service says to its operator.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Serving {Name}: faces of {Size}x{Size} pixels from {Latents} {Distribution} numbers; {Places} at once, {Queue} may wait.")]
    private static partial void Serving(ILogger logger, string name, int size, int latents, string distribution, int places, int queue);

    [LoggerMessage(2, LogLevel.Error, "The model does not answer.")]
    public static partial void ModelFails(ILogger logger, Exception failure);

    public static void Serving(ILogger logger, ServiceSettings settings, ModelFacts facts) => Serving(
        logger,
        Path.GetFileName(settings.Model),
        facts.ImageSize,
        facts.LatentSize,
        facts.Distribution.ToString(),
        settings.Concurrency,
        settings.Queue);
}
