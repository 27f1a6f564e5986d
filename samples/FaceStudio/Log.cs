namespace FaceStudio;

/// <summary>The application's log messages.</summary>
internal static partial class Log
{
    [LoggerMessage(1, LogLevel.Information, "Training on {Images} image files, from step {Step}.")]
    public static partial void Training(ILogger logger, int images, long step);

    [LoggerMessage(2, LogLevel.Error, "Training failed at step {Step}: {Reason}")]
    public static partial void Failed(ILogger logger, Exception? exception, long step, string reason);

    [LoggerMessage(3, LogLevel.Warning, "{Path}: cannot be read, so the curves begin at the current step. {Reason}")]
    public static partial void HistoryUnreadable(ILogger logger, string path, string reason);

    [LoggerMessage(4, LogLevel.Warning, "The curves are not saved, but the run is. {Reason}")]
    public static partial void HistoryNotWritten(ILogger logger, string reason);

    [LoggerMessage(5, LogLevel.Error, "The last steps are not saved; Resume continues from them. The training has ended because of: {Reason}")]
    public static partial void NotSaved(ILogger logger, Exception exception, string reason);
}
