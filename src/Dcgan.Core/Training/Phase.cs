using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// One network's update: its gradients and numbers, summed over the parts of a batch, and the optimizer step that follows.
/// Call <see cref="Begin"/>, the <c>Add</c> methods for each part, <see cref="StartSum"/>, <see cref="FinishSum"/>,
/// <see cref="Numbers"/>, <see cref="Prepare"/> and <see cref="Update"/>, in this order, and <see cref="Check"/> before the last sum.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="optimizer">The optimizer of all or some of the network's parameters.</param>
/// <param name="isOwn">Whether the trainer made the optimizer, with all parameters in the network's order.</param>
/// <param name="name">The network's name in the run.</param>
/// <param name="clipNorm">The largest gradient norm; null for no limit.</param>
/// <param name="shared">Sums the gradients over the processes of the run; null for one process.</param>
internal sealed class Phase(
    Module network, optim.Optimizer optimizer, bool isOwn, string name, double? clipNorm, SharedGradients? shared = null) : IDisposable
{
    private readonly FusedAdam? own = isOwn ? (FusedAdam)optimizer : null;
    private Parameter[] parameters = [];
    private Parameter[] trained = [];
    private Tensor?[] gradients = [];
    private Tensor? loss;
    private Tensor? penalty;
    private Tensor? scores;

    /// <summary>Whether <see cref="Update"/> may throw after it has changed state. The trainer's own Adam does not.</summary>
    internal bool MayFail => own is null;

    /// <summary>A copy of all state that <see cref="Update"/> changes.</summary>
    internal StateCopy Backup { get; } = new(() =>
        NetworkState.UpdatedEntries(network, name).Concat(OptimizerMoments.Entries(optimizer, network, name)));

    /// <summary>Allocates what the processes of the run sum, if it is not allocated yet.</summary>
    /// <returns>A digest of what must be equal on all processes; 0 for one process.</returns>
    internal int Reserve() => shared?.Reserve(CurrentParameters()) ?? 0;

    /// <summary>Starts an update of the network's current parameters.</summary>
    internal void Begin()
    {
        parameters = CurrentParameters();
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

    /// <summary>
    /// Adds the statistics of the discriminator's logits of one part: probabilities, scores and the sign of the real scores.
    /// </summary>
    internal void AddScores(Tensor realLogits, Tensor generatedLogits, double share)
    {
        scores = Sum(scores, PhaseNumbers.Scores(realLogits, generatedLogits), share);
    }

    /// <summary>Checks everything that could make the trainer's own optimizer fail.</summary>
    /// <exception cref="InvalidOperationException">The host has set an option to null.</exception>
    internal void Check() => own?.CheckOptions();

    /// <summary>Starts to sum the gradients and numbers over the processes of the run; has done so if not in the background.</summary>
    /// <param name="withStatistics">Whether the update's forward passes are complete, so that their statistics are summed too.</param>
    /// <param name="inBackground">Whether the caller computes meanwhile.</param>
    /// <param name="begun">Called when this process has begun the sum, after which the others do not wait for it here.</param>
    internal void StartSum(bool withStatistics, bool inBackground, Action begun)
    {
        if (shared is not null)
        {
            using IDisposable noGradients = no_grad();
            Tensor none = zeros_like(loss!);
            shared.Start(gradients, PhaseNumbers.Pack(loss!, penalty ?? none, none, scores), withStatistics, inBackground, begun);
        }
    }

    /// <summary>Waits for the end of the sum, if one has started. If a process had failed before it, every process throws.</summary>
    /// <param name="own">The exception of this process, if it has failed since the start.</param>
    internal void FinishSum(Exception? own = null)
    {
        using IDisposable noGradients = no_grad();
        if (shared?.Finish(own) is Tensor sum)
        {
            (loss, penalty, _, scores) = PhaseNumbers.Unpack(sum);
        }
    }

    /// <summary>Takes part in the other processes' sum after this process has failed, and throws on every process.</summary>
    /// <param name="error">The exception of this process.</param>
    /// <param name="inBackground">Whether the others sum in the background.</param>
    internal void Fail(Exception error, bool inBackground) => shared!.Fail(error, inBackground);

    /// <summary>The numbers so far, on the device, as <see cref="PhaseNumbers.Read"/> reads them.</summary>
    internal Tensor Numbers()
    {
        using IDisposable noGradients = no_grad();
        Tensor[] present = [.. gradients.OfType<Tensor>()];
        Tensor norm = present.Length == 0 ? zeros_like(loss!) : TensorLists.Norm(present);
        return PhaseNumbers.Pack(loss!, penalty ?? zeros_like(loss!), norm, scores);
    }

    /// <summary>
    /// Prepares the gradients for the optimizer: clips them and converts them to the memory layout of their parameters.
    /// </summary>
    /// <param name="gradientNorm">The gradients' norm, finite.</param>
    internal void Prepare(double gradientNorm)
    {
        using IDisposable noGradients = no_grad();
        for (int index = 0; index < gradients.Length; index++)
        {
            if (gradients[index] is not Tensor gradient)
            {
                continue;
            }

            if (clipNorm < gradientNorm)
            {
                gradient.Mul_(clipNorm.Value / gradientNorm);
            }

            // Done here rather than in the optimizer: its update then allocates no memory and cannot fail halfway.
            if (own is not null && !gradient.Strides().AsSpan().SequenceEqual(parameters[index].Strides()))
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

    public void Dispose()
    {
        Backup.Dispose();
        shared?.Dispose();
    }

    private Parameter[] CurrentParameters() => own?.CurrentParameters() ?? [.. network.parameters()];

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

        if (!term.requires_grad)
        {
            throw new InvalidOperationException($"The loss of the {name} must depend on the network's images or scores but has no graph.");
        }

        ClearGradients();
        Tensor scaled = share == 1 ? term : term.Mul(share);
        try
        {
            BackwardPass.Run(() => autograd.backward([scaled], retain_graph: retainGraph, inputs: trained));
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
                gradients[index] = gradients[index]?.Add_(gradient) ?? shared?.Hold(index, gradient) ?? gradient;
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
        Tensor part = term.detach().Mul(share);
        return sum is null ? part : sum.Add(part);
    }
}
