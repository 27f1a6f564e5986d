using Microsoft.Extensions.Logging;

namespace TrainFaces;

/// <summary>Passes the library's warnings to the user. With the sample's policy, what the library logs as an error it also throws.</summary>
internal sealed class WarningLog(Action<string> warn) : ILogger
{
    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel is >= LogLevel.Warning and not LogLevel.Error;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            warn(formatter(state, exception));
        }
    }
}
