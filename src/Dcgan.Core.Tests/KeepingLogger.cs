using Microsoft.Extensions.Logging;
using TorchSharp;

namespace Dcgan.Core.Tests;

/// <summary>Creates a tensor for each message, as a logger that records histograms does.</summary>
/// <param name="level">The lowest level of the messages.</param>
internal sealed class KeepingLogger(LogLevel level) : ILogger
{
    internal List<torch.Tensor> Kept { get; } = [];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => logLevel >= level;

    public void Log<TState>(
        LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter)
    {
        if (IsEnabled(logLevel))
        {
            Kept.Add(torch.ones(1));
        }
    }
}
