using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// One network's update: its gradients and numbers, summed over the parts of a batch, and the optimizer step that follows.
/// Call <see cref="Begin"/>, the <c>Add</c> methods for each part, <see cref="Numbers"/>, <see cref="Prepare"/> and
/// <see cref="Update"/>, in this order.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="optimizer">The optimizer of its parameters, or of some.</param>
/// <param name="isOwn">Whether the trainer made the optimizer, for all parameters in the network's order.</param>
/// <param name="name">The network's name in the run.</param>
/// <param name="clipNorm">The largest gradient norm; null for no limit.</param>
internal sealed class Phase(Module network, optim.Optimizer optimizer, bool isOwn, string name, double? clipNorm) : IDisposable
{
    private readonly FusedAdam? own = isOwn ? (FusedAdam)optimizer : null;
    private Parameter[] parameters = [];
    private Parameter[] trained = [];
    private Tensor?[] gradients = [];
    private Tensor? loss;
    private Tensor? penalty;
    private Tensor? scores;

    /// <summary>Whether <see cref="Update"/> may throw after it has changed something. The trainer's own Adam does not.</summary>
    internal bool MayFail => own is null;

    /// <summary>A copy of everything that <see cref="Update"/> changes.</summary>
    internal StateCopy Backup { get; } = new(() =>
        NetworkState.UpdatedEntries(network, name).Concat(OptimizerMoments.Entries(optimizer, network, name)));

    /// <summary>Starts an update of the network's parameters as they are now.</summary>
    /// <exception cref="InvalidOperationException">The host's optimizer has lost its parameters.</exception>
    internal void Begin()
    {
        if (own is null)
        {
            _ = OptimizerMoments.StateDictionary(optimizer);
        }

        parameters = own?.CurrentParameters() ?? [.. network.parameters()];
        trained = [.. parameters.Where(parameter => parameter.requires_grad)];
        gradients = new Tensor?[parameters.Length];
        (loss, penalty, scores) = (null, null, null);
    }

    /// <summary>Adds a loss term of one part of the batch: its value and its gradient.</summary>
    /// <param name="term">A scalar with its graph.</param>
    /// <param name="share">The part's share of the batch; the shares add up to 1.</param>
    /// <param name="retainGraph">Whether another phase still needs the graph.</param>
    internal void AddLoss(Tensor term, double share, bool retainGraph = false)
    {
        loss = Sum(loss, term, share);
        AddGradient(term, share, retainGraph);
    }

    /// <summary>Adds the penalty of one part of the batch, if there is one.</summary>
    internal void AddPenalty(Tensor? term, double share)
    {
        if (term is not null)
        {
            penalty = Sum(penalty, term, share);
            AddGradient(term, share, retainGraph: false);
        }
    }

    /// <summary>Adds what the discriminator's logits of one part say: probabilities, scores and the sign of the real ones.</summary>
    internal void AddScores(Tensor realLogits, Tensor generatedLogits, double share)
    {
        scores = Sum(scores, PhaseNumbers.Scores(realLogits, generatedLogits), share);
    }

    /// <summary>The numbers so far, on the device, as <see cref="PhaseNumbers.Read"/> reads them.</summary>
    internal Tensor Numbers()
    {
        using IDisposable noGradients = no_grad();
        Tensor[] present = [.. gradients.OfType<Tensor>()];
        Tensor norm = present.Length == 0 ? zeros_like(loss!) : TensorLists.Norm(present);
        return PhaseNumbers.Pack(loss!, penalty ?? zeros_like(loss!), norm, scores);
    }

    /// <summary>Makes the gradients ready for the optimizer: clipped, and in the memory layout of their parameters.</summary>
    /// <param name="gradientNorm">The gradients' norm, finite.</param>
    internal void Prepare(double gradientNorm)
    {
        own?.CheckOptions();
        using IDisposable noGradients = no_grad();
        for (int index = 0; index < gradients.Length; index++)
        {
            if (gradients[index] is not Tensor gradient)
            {
                continue;
            }

            if (clipNorm < gradientNorm)
            {
                gradient.mul_(clipNorm.Value / gradientNorm);
            }

            // Here and not in the optimizer, which then needs no memory: its update cannot fail half-way.
            if (own is not null && !gradient.stride().AsSpan().SequenceEqual(parameters[index].stride()))
            {
                gradients[index] = empty_like(parameters[index]).copy_(gradient);
            }
        }
    }

    /// <summary>Makes one optimizer step with the prepared gradients.</summary>
    internal void Update()
    {
        (network as Generator)?.DiscardCalibration();
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
            ClearGradients();
        }
    }

    public void Dispose() => Backup.Dispose();

    /// <summary>
    /// Adds the gradient of a loss with respect to this network's parameters only. Uses their <c>grad</c>, because
    /// autograd.grad ends the process on an error.
    /// </summary>
    private void AddGradient(Tensor term, double share, bool retainGraph)
    {
        if (trained.Length == 0)
        {
            return;
        }

        ClearGradients();
        Tensor scaled = share == 1 ? term : term * share;
        try
        {
            autograd.backward([scaled], retain_graph: retainGraph, inputs: trained);
            CollectGradients();
        }
        finally
        {
            ClearGradients();
            if (share != 1)
            {
                scaled.Dispose(); // It holds the graph.
            }
        }
    }

    private void CollectGradients()
    {
        using IDisposable noGradients = no_grad();
        for (int index = 0; index < parameters.Length; index++)
        {
            if (parameters[index].requires_grad && parameters[index].grad is Tensor gradient)
            {
                gradients[index] = gradients[index]?.add_(gradient) ?? gradient;
            }
        }
    }

    private void ClearGradients()
    {
        foreach (Parameter parameter in parameters)
        {
            parameter.grad = null;
        }
    }

    private static Tensor Sum(Tensor? sum, Tensor term, double share)
    {
        Tensor part = term.detach() * share;
        return sum is null ? part : sum + part;
    }
}
