using System.Runtime.InteropServices;

namespace TrainFaces;

/// <summary>
/// Handles Ctrl-C, SIGTERM, SIGHUP and SIGUSR1. The first signal requests cancellation; a second Ctrl-C or SIGTERM ends the process immediately.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private const int LinuxUserSignal = 10;
    private const int MacUserSignal = 30;

    private static readonly PosixSignal[] Everywhere = [PosixSignal.SIGINT, PosixSignal.SIGTERM, PosixSignal.SIGHUP];

    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Action beforeExit;

    /// <param name="beforeExit">Runs before the process ends immediately, to restore the terminal.</param>
    public StopSignals(Action beforeExit)
    {
        this.beforeExit = beforeExit;
        registrations = [.. Signals.Select(signal => PosixSignalRegistration.Create(signal, Handle))];
    }

    // Open MPI's mpirun forwards SIGUSR1 to its processes. After SIGINT, that of Open MPI 5 kills them within a second, before they have saved.
    private static PosixSignal[] Signals =>
        OperatingSystem.IsLinux() ? [.. Everywhere, (PosixSignal)LinuxUserSignal] : OperatingSystem.IsMacOS() ? [.. Everywhere, (PosixSignal)MacUserSignal] : Everywhere;

    /// <summary>Canceled by the first signal.</summary>
    public CancellationToken Stop => stop.Token;

    public void Dispose()
    {
        foreach (var registration in registrations)
        {
            registration.Dispose();
        }

        stop.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        // A closed terminal may send SIGHUP twice, from the shell and from the system, and launchers may forward SIGUSR1 twice. Only the
        // user's second signal means "now".
        if (stop.IsCancellationRequested && signal.Signal is (PosixSignal.SIGINT or PosixSignal.SIGTERM))
        {
            beforeExit();
            return;
        }

        signal.Cancel = true;
        stop.Cancel();
    }
}
