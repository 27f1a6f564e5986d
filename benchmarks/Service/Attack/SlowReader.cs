using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Dcgan.Benchmarks;

/// <summary>
/// An attacking client: asks for the largest grid, never reads, and keeps the connection open. It asks again a second after the
/// service has refused the request or closed the connection.
/// </summary>
/// <param name="source">Address that the client connects from.</param>
/// <param name="target">Address of the service.</param>
/// <param name="number">Distinguishes the client's pictures from those of other clients.</param>
internal sealed class SlowReader(IPAddress source, IPEndPoint target, int number)
{
    /// <summary>Small, so that the unsent part of a picture stays on the service's side.</summary>
    private const int ReceiveBuffer = 2048;

    private const string Ok = "HTTP/1.1 200";
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(250);

    /// <summary>Pictures that the service has begun to send to this client.</summary>
    internal int Begun { get; private set; }

    /// <summary>Requests that the service answered with another status than 200.</summary>
    internal int Refused { get; private set; }

    /// <summary>Pictures that the service stopped sending by closing the connection.</summary>
    internal int Dropped { get; private set; }

    internal async Task RunAsync(CancellationToken stop)
    {
        try
        {
            while (true)
            {
                await AskAsync(stop).ConfigureAwait(false);
                await Task.Delay(Pause, stop).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stop.IsCancellationRequested)
        {
            return; // The attack is over.
        }
    }

    private async Task AskAsync(CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { ReceiveBufferSize = ReceiveBuffer };
        try
        {
            socket.Bind(new IPEndPoint(source, 0));
            await socket.ConnectAsync(target, stop).ConfigureAwait(false);
            string request = $"GET /grid.png?seed={number * 1000}&rows=16&cols=16 HTTP/1.1\r\nHost: {target}\r\n\r\n";
            await socket.SendAsync(Encoding.ASCII.GetBytes(request), stop).ConfigureAwait(false);
            await HoldAsync(socket, stop).ConfigureAwait(false);
        }
        catch (SocketException)
        {
            Refused++; // The service did not accept the connection.
        }
    }

    private async Task HoldAsync(Socket socket, CancellationToken stop)
    {
        byte[] status = new byte[Ok.Length];
        bool begun = false;
        while (!socket.Poll(TimeSpan.Zero, SelectMode.SelectError))
        {
            if (!begun && socket.Available >= status.Length)
            {
                socket.Receive(status, SocketFlags.Peek);
                if (Encoding.ASCII.GetString(status) != Ok)
                {
                    Refused++;
                    return;
                }

                begun = true;
                Begun++;
            }

            await Task.Delay(PollInterval, stop).ConfigureAwait(false);
        }

        if (begun)
        {
            Dropped++;
        }
        else
        {
            Refused++;
        }
    }
}
