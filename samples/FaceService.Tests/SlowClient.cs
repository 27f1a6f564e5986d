using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FaceService.Tests;

/// <summary>A client that sends a request and reads only when the test says so. Its receive buffer is small.</summary>
internal sealed class SlowClient : IDisposable
{
    private const int ReceiveBuffer = 2048;

    private readonly Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBuffer };

    /// <summary>Whether the beginning of a response has arrived.</summary>
    public bool HasResponse => socket.Available > 0;

    public static async Task<SlowClient> RequestAsync(Uri address, string path)
    {
        var client = new SlowClient();
        await client.socket.ConnectAsync(IPAddress.Parse(address.Host), address.Port);
        await client.socket.SendAsync(Encoding.ASCII.GetBytes($"GET /{path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n"));
        return client;
    }

    /// <summary>Reads until the service closes the connection.</summary>
    /// <returns>The number of bytes, headers included, and whether the connection was closed without an error.</returns>
    public async Task<(int Bytes, bool IsComplete)> ReadToEndAsync()
    {
        using var limit = new CancellationTokenSource(Wait.Limit);
        byte[] buffer = new byte[64 * 1024];
        int total = 0;
        try
        {
            while (await socket.ReceiveAsync(buffer, limit.Token) is > 0 and int read)
            {
                total += read;
            }

            return (total, true);
        }
        catch (SocketException)
        {
            return (total, false);
        }
    }

    public void Dispose() => socket.Dispose();
}
