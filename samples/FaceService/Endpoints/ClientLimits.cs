namespace FaceService.Endpoints;

/// <summary>What clients may take from the server. All of them together can hold only a bounded amount of memory, however slowly they read.</summary>
internal sealed record ClientLimits
{
    /// <summary>Time to send a picture. Then the server closes the connection.</summary>
    public TimeSpan Deadline { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>Time that a client may take for the next 32 kB of a picture. Then the server closes the connection.</summary>
    public TimeSpan Stall { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Maximum number of open connections.</summary>
    public int Connections { get; init; } = 500;

    /// <summary>Connections that one client address may open: half of them, rounded up.</summary>
    public int ConnectionsOfClient => (Connections + 1) / 2;

    /// <summary>Time that a connection without a request stays open.</summary>
    public TimeSpan Idle { get; init; } = TimeSpan.FromSeconds(30);
}
