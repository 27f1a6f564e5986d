using System.Runtime.InteropServices;

namespace TrainFaces;

/// <summary>
/// Handles Ctrl-C, SIGTERM and SIGHUP. The first signal requests cancellation; the second signal ends the process immediately.
/// </summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Action beforeExit;

    /// <param name="beforeExit">Runs before the process ends immediately, to restore the terminal.</param>
    public StopSignals(Action beforeExit)
    {
        this.beforeExit = beforeExit;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGHUP, Handle),
        ];
    }

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
        // A closed terminal may send SIGHUP twice, from the shell and from the system. Only the user's second signal means "now".
        if (stop.IsCancellationRequested && signal.Signal != PosixSignal.SIGHUP)
        {
            beforeExit();
            return;
        }

        signal.Cancel = true;
        stop.Cancel();
    }
}
