using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The gradient of one network, added up from all that its loss consists of, before anything has changed. Between this and
/// the update is the place for what changes gradients: clipping, scaling, an all-reduce.
/// </summary>
/// <param name="parameters">The network's, of which the frozen ones get no gradient.</param>
internal sealed class NetworkGradients(Parameter[] parameters)
{
    private readonly Parameter[] trained = [.. parameters.Where(parameter => parameter.requires_grad)];

    /// <summary>In the order of the parameters; null where one is frozen.</summary>
    internal Tensor?[] Values { get; } = new Tensor?[parameters.Length];

    /// <summary>
    /// Adds the gradient of a loss with respect to these parameters, and to no others. By way of their <c>grad</c>, because
    /// autograd.grad ends the process where libtorch finds an error.
    /// </summary>
    /// <param name="loss">A scalar with its graph.</param>
    /// <param name="share">What it is multiplied by.</param>
    /// <param name="retainGraph">Whether another loss still needs the graph.</param>
    internal void Add(Tensor loss, double share, bool retainGraph = false)
    {
        if (trained.Length == 0)
        {
            return;
        }

        Clear();
        Tensor scaled = share == 1 ? loss : loss * share;
        try
        {
            autograd.backward([scaled], retain_graph: retainGraph, inputs: trained);
            Collect();
        }
        finally
        {
            Clear();
            if (share != 1)
            {
                // It holds the graph, which must go with the loss.
                scaled.Dispose();
            }
        }
    }

    /// <summary>Euclidean length of the whole; a scalar, not finite where any element is not.</summary>
    internal Tensor Norm()
    {
        Tensor[] present = [.. Values.OfType<Tensor>()];
        return present.Length == 0 ? zeros_like(parameters[0]).sum() : FusedOperations.Norm(present);
    }

    /// <summary>Shortens the whole to a length, where it is longer.</summary>
    /// <param name="norm">How long it is.</param>
    /// <param name="limit">How long it may be; null where any length will do.</param>
    internal void Clip(double norm, double? limit)
    {
        if (limit is not double longest || norm <= longest)
        {
            return;
        }

        using IDisposable noGradients = no_grad();
        foreach (Tensor gradient in Values.OfType<Tensor>())
        {
            _ = gradient.mul_(longest / norm);
        }
    }

    /// <summary>Puts each where optimisers look for it, until <see cref="Clear"/>.</summary>
    internal void Assign()
    {
        foreach ((Parameter parameter, Tensor? gradient) in parameters.Zip(Values))
        {
            parameter.grad = gradient;
        }
    }

    /// <summary>Takes them away from there.</summary>
    internal void Clear()
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    private void Collect()
    {
        using IDisposable noGradients = no_grad();
        for (int index = 0; index < parameters.Length; index++)
        {
            if (parameters[index].requires_grad && parameters[index].grad is Tensor gradient)
            {
                Values[index] = Values[index]?.add_(gradient) ?? gradient;
            }
        }
    }
}
