using System.Runtime.InteropServices;

namespace TrainFaces;

/// <summary>
/// Handles Ctrl-C and SIGTERM. The first signal requests cancellation; the second signal ends the process immediately.
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
        if (stop.IsCancellationRequested)
        {
            beforeExit();
            return;
        }

        signal.Cancel = true;
        stop.Cancel();
    }
}
