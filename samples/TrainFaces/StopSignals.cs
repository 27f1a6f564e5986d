using System.Runtime.InteropServices;

namespace TrainFaces;

/// <summary>Ctrl-C and SIGTERM: the first asks the run to end after its step, the second ends the process at once.</summary>
internal sealed class StopSignals : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly PosixSignalRegistration[] _registrations;
    private readonly Action _abandon;

    /// <param name="abandon">Called before the process ends at once, to leave the terminal as it was.</param>
    public StopSignals(Action abandon)
    {
        _abandon = abandon;
        _registrations =
        [
            PosixSignalRegistration.Create(PosixSignal.SIGINT, Handle),
            PosixSignalRegistration.Create(PosixSignal.SIGTERM, Handle),
        ];
    }

    public CancellationToken Stop => _stop.Token;

    public void Dispose()
    {
        foreach (var registration in _registrations)
        {
            registration.Dispose();
        }

        _stop.Dispose();
    }

    private void Handle(PosixSignalContext signal)
    {
        if (_stop.IsCancellationRequested)
        {
            _abandon();
            return;
        }

        signal.Cancel = true;
        _stop.Cancel();
    }
}
