using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Undoes a step unless <see cref="Commit"/> is called before <see cref="Dispose"/>. The random streams and the state that a
/// forward pass changes are copied at the beginning. A network and its optimizer are copied only before an update that a later
/// failure would have to undo.
/// </summary>
internal sealed class StepTransaction : IDisposable
{
    private readonly StateCopy forwardPass;
    private readonly (torch.Generator Random, Tensor State)[] streams;
    private readonly List<StateCopy> networks = [];
    private bool isCommitted;

    /// <param name="forwardPass">A copy, not yet taken, of the state that a forward pass changes.</param>
    /// <param name="streams">The random generators that a step draws from.</param>
    internal StepTransaction(StateCopy forwardPass, IEnumerable<torch.Generator> streams)
    {
        forwardPass.Take();
        this.forwardPass = forwardPass;
        this.streams = [.. streams.Select(random => (random, random.get_state()))];
    }

    /// <summary>
    /// Whether the random streams keep their positions when the step is undone. A retry then draws other numbers.
    /// </summary>
    internal bool KeepsRandomStreams { get; set; }

    /// <summary>Why the step failed, if it threw.</summary>
    internal Exception? Cause { get; set; }

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

    /// <exception cref="InvalidOperationException">Some state could not be restored. All other state was restored.</exception>
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
                "Step: the step failed and could not be undone completely. Load a checkpoint.",
                new AggregateException(Cause is null ? failures : failures.Prepend(Cause)));
        }
    }
}
