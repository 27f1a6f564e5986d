using System.Runtime.InteropServices;

namespace TrainFaces;

/// <summary>Ctrl-C and SIGTERM: the first asks the run to end after its step, the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource stop = new();
    private readonly PosixSignalRegistration[] registrations;
    private readonly Action abandon;

    /// <param name="abandon">Called before the process ends at once, to leave the terminal as it was.</param>
    public StopSignals(Action abandon)
    {
        this.abandon = abandon;
        registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

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
            abandon();
            return;
        }

        signal.Cancel = true;
        stop.Cancel();
    }
}
