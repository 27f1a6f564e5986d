using Microsoft.Extensions.Logging;

namespace Dcgan.Images;

/// <summary>Log messages of this package.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Warning, "{Path}: {Note}")]
    public static partial void FilesNotUsed(ILogger logger, string path, string note);

    [LoggerMessage(2, LogLevel.Warning, "{Name}: skipped, because {Problem}.")]
    public static partial void ImageSkipped(ILogger logger, string name, string problem);

    [LoggerMessage(3, LogLevel.Warning, "{Name}: skipped. {Reason}")]
    public static partial void ImageUnreadable(ILogger logger, string name, string reason);

    [LoggerMessage(4, LogLevel.Warning, "{Path}: {Explanation}")]
    public static partial void DecodedAgain(ILogger logger, string path, string explanation);

    [LoggerMessage(6, LogLevel.Warning, "{Path}: another process is writing this cache of decoded images. Waiting for it.")]
    public static partial void WaitingForCache(ILogger logger, string path);

    [LoggerMessage(5, LogLevel.Warning, "{Path}: cannot be used as a cache for decoded images. {Reason}")]
    public static partial void NoCache(ILogger logger, string path, string reason);
}
