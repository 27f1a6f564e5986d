using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Undoes a step unless <see cref="Commit"/> is called before <see cref="Dispose"/>. What a forward pass changes and the
/// random streams are copied at the beginning; a network and its optimizer only before an update that a later failure would
/// have to undo.
/// </summary>
internal sealed class StepTransaction : IDisposable
{
    private readonly StateCopy forwardPass;
    private readonly (torch.Generator Random, Tensor State)[] streams;
    private readonly List<StateCopy> networks = [];
    private bool isCommitted;

    /// <param name="forwardPass">A copy, not yet taken, of what a forward pass changes.</param>
    /// <param name="streams">The random generators that a step draws from.</param>
    internal StepTransaction(StateCopy forwardPass, IEnumerable<torch.Generator> streams)
    {
        forwardPass.Take();
        this.forwardPass = forwardPass;
        this.streams = [.. streams.Select(random => (random, random.get_state()))];
    }

    /// <summary>Whether the random streams stay where the step has left them when the rest is undone: so another try draws other numbers.</summary>
    internal bool KeepsRandomStreams { get; set; }

    /// <summary>Copies a network and its optimizer before their first update.</summary>
    internal void Protect(Phase phase)
    {
        if (!networks.Contains(phase.Backup))
        {
            phase.Backup.Take();
            networks.Add(phase.Backup);
        }
    }

    /// <summary>Makes the step final.</summary>
    internal void Commit() => isCommitted = true;

    /// <exception cref="InvalidOperationException">Something could not be restored. Everything else was.</exception>
    public void Dispose()
    {
        var failures = new List<Exception>();
        if (!isCommitted)
        {
            foreach ((torch.Generator random, Tensor state) in KeepsRandomStreams ? [] : streams)
            {
                random.set_state(state);
            }

            foreach (StateCopy copy in (StateCopy[])[forwardPass, .. networks])
            {
                try
                {
                    copy.Restore();
                }
                catch (Exception error) when (error is ExternalException or InvalidOperationException)
                {
                    failures.Add(error);
                }
            }
        }

        foreach ((_, Tensor state) in streams)
        {
            state.Dispose();
        }

        if (failures.Count > 0)
        {
            throw new InvalidOperationException(
                "Step: the step failed and could not be undone completely. Load a checkpoint.", new AggregateException(failures));
        }
    }
}
