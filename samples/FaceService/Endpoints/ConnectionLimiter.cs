using System.Net;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections;

namespace FaceService.Endpoints;

/// <summary>Gives one client address at most half of the connections, and closes its further connections immediately.</summary>
internal sealed class ConnectionLimiter(ClientLimits limits) : IDisposable
{
    private readonly PartitionedRateLimiter<IPAddress> connections = PartitionedRateLimiter.Create<IPAddress, IPAddress>(
        client => RateLimitPartition.GetConcurrencyLimiter(
            client, _ => new ConcurrencyLimiterOptions { PermitLimit = limits.ConnectionsOfClient, QueueLimit = 0 }));

    /// <summary>Serves a connection, or closes it.</summary>
    public async Task RunAsync(ConnectionContext connection, ConnectionDelegate next)
    {
        using RateLimitLease lease = connections.AttemptAcquire(ClientAddress.Key((connection.RemoteEndPoint as IPEndPoint)?.Address));
        if (lease.IsAcquired)
        {
            await next(connection);
            return;
        }

        connection.Abort(new ConnectionAbortedException("The client address has half of all connections open, the most that one address may have."));
    }

    public void Dispose() => connections.Dispose();
}
