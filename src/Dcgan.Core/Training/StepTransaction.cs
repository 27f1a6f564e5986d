using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// What a step has changed so far, and how it was before: whatever fails in the middle of a step leaves weights, statistics
/// and moments as they were.
/// </summary>
/// <param name="passState">What every pass changes, copied at once.</param>
internal sealed class StepTransaction(PassState passState) : IDisposable
{
    private readonly Tensor[] before = passState.Copy();
    private readonly Dictionary<NetworkOptimizer, StateCopy> networks = [];
    private bool isComplete;

    /// <summary>Before a network is updated that a later part of the step might have to take back.</summary>
    internal void Protect(NetworkOptimizer network)
    {
        if (!networks.ContainsKey(network))
        {
            networks.Add(network, StateCopy.Of(network.State));
        }
    }

    /// <summary>All is computed and found finite; what is left is the last update.</summary>
    internal void Complete() => isComplete = true;

    /// <summary>Undoes everything, unless the step was complete.</summary>
    internal void Restore()
    {
        if (isComplete)
        {
            return;
        }

        passState.Restore(before);
        foreach ((NetworkOptimizer network, StateCopy copy) in networks)
        {
            copy.Restore(network.State);
        }
    }

    public void Dispose()
    {
        foreach (StateCopy copy in networks.Values)
        {
            copy.Dispose();
        }
    }
}
