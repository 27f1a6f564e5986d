using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;

namespace FaceService.Endpoints;

/// <summary>Limits the number of connections and the memory that each can hold.</summary>
internal static class ConnectionLimits
{
    /// <summary>
    /// Size of the system's send buffer of a connection. The system takes such an amount for a client that does not read, and
    /// would otherwise let it grow to 4 MB. 128 kB allow 1.3 MB/s at a round trip of 100 ms.
    /// </summary>
    private const int SendBuffer = 128 * 1024;

    /// <summary>Unread bytes of a request, whose headers have at most 32 kB. No request has a body.</summary>
    private const int MaxUnreadBytes = 64 * 1024;

    /// <summary>A writer waits until the system has taken all its bytes. 0 would mean no limit.</summary>
    private const int MaxUnsentBytes = 1;

    private static readonly TimeSpan HeaderTime = TimeSpan.FromSeconds(10);

    /// <summary>For all responses that <see cref="PictureSender"/> does not send: the page, and problem documents.</summary>
    private static readonly MinDataRate MinRate = new(bytesPerSecond: 1000, gracePeriod: TimeSpan.FromSeconds(5));

    public static void Use(IWebHostBuilder host, ClientLimits limits) => host
        .UseSockets(sockets =>
        {
            sockets.MaxReadBufferSize = MaxUnreadBytes;
            sockets.MaxWriteBufferSize = MaxUnsentBytes;
            sockets.CreateBoundListenSocket = CreateListenSocket;
        })
        .ConfigureKestrel(kestrel =>
        {
            kestrel.Limits.MaxConcurrentConnections = limits.Connections;
            kestrel.Limits.MaxRequestBufferSize = MaxUnreadBytes;
            kestrel.Limits.MaxResponseBufferSize = 0; // No buffer, as above.
            kestrel.Limits.MinResponseDataRate = MinRate;
            kestrel.Limits.KeepAliveTimeout = limits.Idle;
            kestrel.Limits.RequestHeadersTimeout = HeaderTime;
            ConnectionLimiter limiter = kestrel.ApplicationServices.GetRequiredService<ConnectionLimiter>();
            kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(next => connection => limiter.RunAsync(connection, next)));
        });

    /// <summary>On Linux, an accepted connection inherits the buffer size of the listening socket.</summary>
    private static Socket CreateListenSocket(EndPoint endpoint)
    {
        Socket socket = SocketTransportOptions.CreateDefaultBoundListenSocket(endpoint);
        socket.SendBufferSize = SendBuffer;
        return socket;
    }
}
