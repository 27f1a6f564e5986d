using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>Updates one network by gradients that are not in its parameters' <c>grad</c>.</summary>
/// <param name="network">Its parameters.</param>
/// <param name="optimizer">Of these parameters, or of some.</param>
/// <param name="isOwn">Whether the trainer made it, of all parameters in the network's order: then nothing need be looked up.</param>
/// <param name="name">The network's in a checkpoint.</param>
/// <param name="clipNorm">To which length a longer gradient is shortened; null where none is.</param>
internal sealed class NetworkOptimizer(Module network, optim.Optimizer optimizer, bool isOwn, string name, double? clipNorm)
{
    private readonly FusedAdam? own = isOwn ? (FusedAdam)optimizer : null;

    /// <summary>A place for the gradient of the network's parameters as they are now.</summary>
    /// <exception cref="InvalidOperationException">The optimiser has lost them.</exception>
    internal NetworkGradients Gradients()
    {
        if (own is not null)
        {
            return new NetworkGradients(own.CurrentParameters());
        }

        CheckState(optimizer);
        return new NetworkGradients([.. network.parameters()]);
    }

    /// <summary>Everything that an update changes; what is made for it is in the current scope.</summary>
    internal IEnumerable<StoredTensor> State() => network.named_parameters()
        .Select(parameter => StoredTensor.InPlace(CheckpointFormat.Of(name, parameter.name), parameter.parameter))
        .Concat(network is Generator made ? StoredCalibration.Of(made, name) : [])
        .Concat(StoredOptimizer.Of(optimizer, network, name));

    /// <summary>
    /// TorchSharp's optimisers find what they know of a parameter by its native handle, which is another one once a network has
    /// moved. That shows only in the middle of their step.
    /// </summary>
    internal static void CheckState(optim.Optimizer optimizer)
    {
        try
        {
            _ = (optimizer as OptimizerHelper)?.state_dict();
        }
        catch (KeyNotFoundException error)
        {
            throw new InvalidOperationException(
                $"{optimizer.GetType().Name} has lost its parameters: they were moved after it was made. Move the networks first, or use FusedAdam, which follows them.",
                error);
        }
    }

    /// <summary>One step.</summary>
    /// <param name="gradients">Of what <see cref="Gradients"/> gave.</param>
    /// <param name="norm">Their length.</param>
    internal void Update(NetworkGradients gradients, double norm)
    {
        gradients.Clip(norm, clipNorm);

        // First: an optimiser that fails half-way has changed weights too.
        (network as Generator)?.DiscardCalibration();
        if (own is not null)
        {
            own.Update(gradients.Values);
            return;
        }

        try
        {
            gradients.Assign();
            _ = optimizer.step();
        }
        finally
        {
            gradients.Clear();
        }
    }
}
