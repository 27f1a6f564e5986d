using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>Updates one network by gradients that are not in its parameters' <c>grad</c>.</summary>
/// <param name="network">Its parameters.</param>
/// <param name="optimizer">Of these parameters, or of some.</param>
/// <param name="isOwn">Whether the trainer made it, of all parameters in the network's order: then nothing need be looked up.</param>
internal sealed class NetworkOptimizer(Module network, optim.Optimizer optimizer, bool isOwn)
{
    private readonly FusedAdam? own = isOwn ? (FusedAdam)optimizer : null;

    /// <summary>The network's parameters as they are now.</summary>
    /// <exception cref="InvalidOperationException">The optimiser has lost them.</exception>
    internal Parameter[] Parameters()
    {
        if (own is not null)
        {
            return own.CurrentParameters();
        }

        CheckState(optimizer);
        return [.. network.parameters()];
    }

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
    /// <param name="parameters">What <see cref="Parameters"/> gave.</param>
    /// <param name="gradients">One for each, or null where a parameter stays.</param>
    internal void Update(Parameter[] parameters, Tensor?[] gradients)
    {
        if (own is not null)
        {
            own.Update(gradients);
            return;
        }

        try
        {
            foreach ((Parameter parameter, Tensor? gradient) in parameters.Zip(gradients))
            {
                parameter.grad = gradient;
            }

            _ = optimizer.step();
        }
        finally
        {
            foreach (Parameter parameter in parameters)
            {
                parameter.grad = null;
            }
        }
    }
}
