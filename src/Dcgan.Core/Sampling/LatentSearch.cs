using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Searches latents by gradient descent through a network whose weights are fixed (Creswell and Bharath, 2018; Lipton and
/// Tripathi, 2017), several from different starts for each image, some at a time.
/// </summary>
/// <param name="network">Images of at most <see cref="SampleBatches.Size"/> latents, with a graph where gradients are enabled.</param>
/// <param name="distribution">The latents'.</param>
/// <param name="steps">Of the descent.</param>
/// <param name="learningRate">Of the first step.</param>
/// <param name="cancellation">Looked at before each step.</param>
internal sealed class LatentSearch(
    Func<Tensor, Tensor> network, LatentDistribution distribution, int steps, double learningRate, CancellationToken cancellation)
{
    /// <summary>The best latent and its error for each image and start.</summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="starts">[R, Z].</param>
    /// <returns>[N, R, Z] and [N, R], in the current dispose scope.</returns>
    internal (Tensor Latents, Tensor Errors) Run(Tensor images, Tensor starts)
    {
        using DisposeScope scope = NewDisposeScope();
        (long count, long restarts) = (images.shape[0], starts.shape[0]);
        List<Tensor> latents = [];
        List<Tensor> errors = [];
        for (long first = 0; first < count * restarts; first += SampleBatches.Size)
        {
            long end = Math.Min(count * restarts, first + SampleBatches.Size);
            Tensor places = arange(first, end, int64, images.device);
            (Tensor found, Tensor error) = Part(images, starts, places);
            latents.Add(found);
            errors.Add(error);
        }

        return (
            cat(latents).view(count, restarts, -1).MoveToOuterDisposeScope(),
            cat(errors).view(count, restarts).MoveToOuterDisposeScope());
    }

    private (Tensor Latents, Tensor Errors) Part(Tensor images, Tensor starts, Tensor places)
    {
        using DisposeScope scope = NewDisposeScope();
        long restarts = starts.shape[0];
        Tensor targets = images.index_select(0, places.div(restarts, RoundingMode.floor));
        Tensor latents = starts.index_select(0, places.remainder(restarts));
        (Tensor best, Tensor bestErrors) = (latents.clone(), full_like(places, double.PositiveInfinity, images.dtype));
        LatentAdam adam = new(latents);
        for (int step = 0; step <= steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            using DisposeScope ofStep = NewDisposeScope();
            (Tensor errors, Tensor? gradient) = Errors(latents, targets, differentiate: step < steps);
            Tensor better = errors.less(bestErrors).logical_or(errors.isnan());
            best.copy_(where(better.unsqueeze(1), latents, best));
            bestErrors.copy_(where(better, errors, bestErrors));
            if (gradient is not null)
            {
                adam.Step(gradient, learningRate * (1 + Math.Cos(Math.PI * step / steps)) / 2);
                PlausibleLatents.Project(latents, distribution);
            }
        }

        return (best.MoveToOuterDisposeScope(), bestErrors.MoveToOuterDisposeScope());
    }

    /// <summary>The mean squared error of each latent's image, and the gradient of each with regard to its latent.</summary>
    private (Tensor Errors, Tensor? Gradient) Errors(Tensor latents, Tensor targets, bool differentiate)
    {
        using IDisposable mode = set_grad_enabled(differentiate);
        Tensor leaf = latents.detach().requires_grad_(differentiate);
        Tensor errors = (network(leaf) - targets).square().mean([1, 2, 3]);

        // A latent changes its own error only, so that the sum's gradient is the gradient of each.
        return (errors.detach(), differentiate ? autograd.grad([errors.sum()], [leaf])[0] : null);
    }
}
