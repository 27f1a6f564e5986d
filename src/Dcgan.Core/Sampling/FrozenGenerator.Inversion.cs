using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>From images back to latents.</content>
public sealed partial class FrozenGenerator
{
    /// <summary>
    /// Finds latents whose images come nearest to given ones, by gradient descent on the latents alone. It computes in the
    /// precision that it was frozen in; <see cref="Generator.Invert"/> does in float32 whatever that is.
    /// </summary>
    /// <param name="images">[N, C, H, W] in [-1, 1], of the network's element type and on its device; N at least 1.</param>
    /// <param name="steps">Of the descent from each start, at least 1. Default 300.</param>
    /// <param name="options">How it searches.</param>
    /// <param name="cancellationToken">Looked at before each step.</param>
    /// <returns>Latents, errors and reconstructions, which the caller disposes.</returns>
    /// <remarks>
    /// <para>
    /// From each start Adam lowers the mean squared error of the image's values; the best latent on the way counts, so that more
    /// steps never hurt. Images times starts go through the network 64 at a time, each on its own: what is found for an image
    /// does not depend on the others, but for rounding. The same images, options and seed give the same bits, on the same
    /// device with the same number of threads.
    /// </para>
    /// <para>
    /// After each step the latents are moved back to where latents are drawn: uniform ones into [-1, 1]; normal ones to norms
    /// within 2 of the square root of Z, where 199 of 200 lie. Without that, an image that the generator cannot make is answered
    /// by latents far outside, for hardly a smaller error.
    /// </para>
    /// </remarks>
    /// <exception cref="ArgumentException">The images do not fit, or a number is out of its range.</exception>
    /// <exception cref="NotSupportedException">The generator has classes.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled.</exception>
    public Inversion Invert(
        Tensor images,
        int steps = Generator.InversionSteps,
        InversionOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        Expect.NotDisposed(like, this);
        InvertibleImages.Check(images, Options, like);
        Expect.AtLeast(1, steps, nameof(steps));
        InversionOptions checkedOptions = (options ?? new()).Checked();

        // Whatever the calling thread does, what is made here is differentiated through.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor targets = images.detach().clone();
        Tensor starts = LatentDraws.Draw(Options, checkedOptions.Restarts, checkedOptions.Seed, like, SeedStream.Inversion);
        LatentSearch search = new(Images, Options.LatentDistribution, steps, checkedOptions.LearningRate, cancellationToken);
        (Tensor latents, Tensor errors) = search.Run(targets, starts);

        Tensor best = errors.argmin(1, keepdim: true);
        Tensor found = latents.gather(1, best.unsqueeze(2).expand(-1, -1, Options.LatentSize)).squeeze(1);
        return new Inversion(
            found.MoveToOuterDisposeScope(),
            errors.gather(1, best).squeeze(1).MoveToOuterDisposeScope(),
            errors.MoveToOuterDisposeScope(),
            SampleBatches.Make(found, Images).MoveToOuterDisposeScope());
    }
}
