using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Gradient descent on one batch of latents, each toward its target image. Owns its tensors.</summary>
internal sealed class LatentDescent : IDisposable
{
    private readonly Func<Tensor, Tensor> network;
    private readonly LatentDistribution distribution;
    private readonly Tensor targets;
    private readonly Tensor best;
    private readonly Tensor bestErrors;
    private readonly Tensor latents;
    private readonly LatentAdam adam;

    /// <param name="network">Maps latents to images, with a graph if gradients are enabled.</param>
    /// <param name="distribution">The distribution of the latents.</param>
    /// <param name="targets">[N, C, H, W].</param>
    /// <param name="best">[N, Z]: the starting latents; updated in place with the best latents.</param>
    /// <param name="bestErrors">[N]: initially NaN; updated in place with the errors of <paramref name="best"/>.</param>
    internal LatentDescent(Func<Tensor, Tensor> network, LatentDistribution distribution, Tensor targets, Tensor best, Tensor bestErrors)
    {
        this.network = network;
        this.distribution = distribution;
        using DisposeScope scope = NewDisposeScope();
        this.targets = targets.alias();
        this.best = best.alias();
        this.bestErrors = bestErrors.alias();
        latents = best.clone();
        adam = new LatentAdam(latents);
        scope.Detach(this.targets, this.best, this.bestErrors, latents);
    }

    /// <summary>
    /// Computes the errors of the current latents, keeps each latent with a smaller error than the best, and takes one gradient
    /// step.
    /// </summary>
    /// <param name="learningRate">Step size; null for no step.</param>
    internal void Advance(double? learningRate)
    {
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        (Tensor errors, Tensor? gradient) = Errors(differentiate: learningRate is not null);

        // Comparisons with NaN are false: any number improves on a best error of NaN, but NaN never improves on any error.
        Tensor better = errors.ge(bestErrors).logical_or(errors.isnan()).logical_not();
        best.copy_(where(better.unsqueeze(1), latents, best));
        bestErrors.copy_(where(better, errors, bestErrors));
        if (learningRate is double rate)
        {
            adam.Step(gradient!, rate);
            PlausibleLatents.Project(latents, distribution);
        }
    }

    public void Dispose()
    {
        targets.Dispose();
        best.Dispose();
        bestErrors.Dispose();
        latents.Dispose();
        adam.Dispose();
    }

    /// <summary>Computes the mean squared error [N] of the image of each latent and, if requested, its gradient [N, Z].</summary>
    private (Tensor Errors, Tensor? Gradient) Errors(bool differentiate)
    {
        using IDisposable mode = set_grad_enabled(differentiate);
        Tensor leaf = latents.detach().requires_grad_(differentiate);
        Tensor errors = (network(leaf) - targets).Square().mean([1, 2, 3]);
        if (!differentiate)
        {
            return (errors, null);
        }

        // Each latent affects only its own error, so the gradient of the sum contains the gradient of each error. autograd.grad
        // is not used because an error in libtorch would end the process; backward throws.
        if (errors.requires_grad)
        {
            Tensor sum = errors.sum();
            BackwardPass.Run(() => sum.backward());
        }

        return (errors.detach(), leaf.grad ?? throw new InvalidOperationException("network: its images must depend on the latents but have no gradient."));
    }
}
