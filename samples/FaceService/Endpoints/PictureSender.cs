using Microsoft.AspNetCore.Server.Kestrel.Core.Features;

namespace FaceService.Endpoints;

/// <summary>
/// Sends a picture in small parts and closes the connection if the client takes too long. The server's own minimum data rate is
/// switched off for pictures: a single write may take only its bytes divided by that rate, which can be less than
/// <see cref="ClientLimits.Stall"/>, and the time of all writes adds up, so that a client that reads nothing could keep a picture of
/// 3 MB for hours.
/// </summary>
internal sealed partial class PictureSender(ClientLimits limits, TimeProvider time, ILogger<PictureSender> logger)
{
    /// <summary>Bytes per write. <see cref="ConnectionLimits"/> makes each write wait until the system has taken all of it.</summary>
    private const int PartSize = 32 * 1024;

    /// <summary>Sends a picture as the body of the response.</summary>
    /// <returns>A task that ends when the system has taken the last byte, or the connection is closed.</returns>
    /// <exception cref="OperationCanceledException">The client disconnected.</exception>
    public async Task SendAsync(HttpContext context, ReadOnlyMemory<byte> file, string contentType)
    {
        context.Response.ContentType = contentType;
        context.Response.ContentLength = file.Length;
        if (context.Features.Get<IHttpMinResponseDataRateFeature>() is { } rate)
        {
            rate.MinDataRate = null;
        }

        using var deadline = new CancellationTokenSource(limits.Deadline, time);
        using var stall = new CancellationTokenSource(Timeout.InfiniteTimeSpan, time);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(context.RequestAborted, deadline.Token, stall.Token);
        int sent = 0;
        try
        {
            while (sent < file.Length)
            {
                stall.CancelAfter(limits.Stall);
                ReadOnlyMemory<byte> part = file.Slice(sent, Math.Min(PartSize, file.Length - sent));
                await context.Response.Body.WriteAsync(part, stop.Token);
                sent += part.Length;
            }
        }
        catch (OperationCanceledException) when (!context.RequestAborted.IsCancellationRequested)
        {
            LogStopped(sent, file.Length);
            context.Abort();
        }
    }

    [LoggerMessage(3, LogLevel.Information, "Stopped sending a picture: the client took too long and got {Sent} of {Size} bytes.")]
    private partial void LogStopped(int sent, int size);
}
