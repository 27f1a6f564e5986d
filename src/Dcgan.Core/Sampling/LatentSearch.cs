using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Searches latents by gradient descent through a network with fixed weights (Creswell and Bharath, 2018; Lipton and Tripathi,
/// 2017), from several starts for each image, in batches of <see cref="SampleBatches.Size"/>.
/// </summary>
internal sealed class LatentSearch : IDisposable
{
    private readonly Func<Tensor, Tensor> network;
    private readonly LatentDistribution distribution;
    private readonly Tensor images;
    private readonly long restarts;

    /// <summary>[N·R, Z]: the best latents so far; the R searches of an image are adjacent.</summary>
    private readonly Tensor latents;

    /// <summary>[N·R]: the errors of <see cref="latents"/>; NaN until a search finds a number.</summary>
    private readonly Tensor errors;

    /// <param name="network">
    /// Maps at most <see cref="SampleBatches.Size"/> latents to images, with a graph if gradients are enabled.
    /// </param>
    /// <param name="distribution">The distribution of the latents.</param>
    /// <param name="images">[N, C, H, W]; copied, because a progress callback may overwrite them.</param>
    /// <param name="starts">[R, Z].</param>
    internal LatentSearch(Func<Tensor, Tensor> network, LatentDistribution distribution, Tensor images, Tensor starts)
    {
        this.network = network;
        this.distribution = distribution;
        using IDisposable ordinary = inference_mode(false); // Inference tensors cannot be updated in place later.
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        long count = images.size(0);
        restarts = starts.size(0);
        this.images = images.detach().clone();
        latents = starts.repeat(count, 1);
        errors = ScalarOperators.Full([count * restarts], double.NaN, images.dtype, images.device);
        scope.Detach(this.images, latents, errors);
    }

    /// <summary>Runs all searches. Calls <paramref name="progress"/> outside of all dispose scopes and gradient modes.</summary>
    /// <param name="steps">Number of gradient steps of each search.</param>
    /// <param name="learningRate">Step size of the first step; it decays to 0 along a half cosine.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked before each step.</param>
    internal void Run(int steps, double learningRate, IProgress<double>? progress, CancellationToken cancellationToken)
    {
        long count = latents.size(0);
        long parts = (count + SampleBatches.Size - 1) / SampleBatches.Size;
        long evaluations = steps + 1L; // of the starts and after each step
        for (long part = 0; part < parts; part++)
        {
            long first = part * SampleBatches.Size;
            using LatentDescent descent = Descent(first, Math.Min(SampleBatches.Size, count - first));
            for (long step = 0; step < evaluations; step++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                descent.Advance(step < steps ? learningRate * (1 + Math.Cos(Math.PI * step / steps)) / 2 : null);
                progress?.Report((double)((part * evaluations) + step + 1) / (parts * evaluations));
            }
        }
    }

    /// <summary>Returns the best latent of each image, with its error and its image, in the current dispose scope.</summary>
    internal Inversion Result()
    {
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor restartErrors = errors.view(-1, restarts).clone();

        // argmin treats NaN as the smallest number.
        Tensor best = restartErrors.nan_to_num(double.PositiveInfinity, double.PositiveInfinity).argmin(1, keepdim: true);
        Tensor found = latents.view(-1, restarts, latents.size(1)).gather(1, best.unsqueeze(2).expand(-1, -1, latents.size(1))).squeeze(1);
        Tensor foundErrors = restartErrors.gather(1, best).squeeze(1);
        Tensor made = SampleBatches.Make(found, null, (part, _) => network(part));

        // Moved last: if an earlier call fails, no tensor leaves this scope.
        scope.MoveToOuter(found, foundErrors, restartErrors, made);
        return new Inversion(found, foundErrors, restartErrors, made);
    }

    public void Dispose()
    {
        images.Dispose();
        latents.Dispose();
        errors.Dispose();
    }

    private LatentDescent Descent(long first, long count)
    {
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor owners = ScalarOperators.Arange(first, first + count, images.device).FloorDivide(restarts);
        return new LatentDescent(
            network, distribution, images.index_select(0, owners), latents.narrow(0, first, count), errors.narrow(0, first, count));
    }
}
