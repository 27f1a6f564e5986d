using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>What keeps the discriminator's slope in bounds.</content>
public sealed partial class DcganLoss
{
    /// <summary>Whether any of the penalties has a weight, so that <see cref="Penalty"/> adds something.</summary>
    public bool HasPenalty => Options.HasPenalty;

    /// <summary>
    /// Whether the discriminator's update of this number takes the penalty: the first one, and then one in every
    /// <see cref="DcganLossOptions.PenaltyInterval"/>.
    /// </summary>
    /// <param name="update">Counted from 1.</param>
    /// <returns>False for all where there is no penalty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    public bool IsPenaltyDue(long update)
    {
        Expect.AtLeast(1, update, nameof(update));
        return HasPenalty && (update - 1) % Options.PenaltyInterval == 0;
    }

    /// <summary>
    /// The weighted sum of the penalties on the gradient of the discriminator's score D with respect to its images, multiplied
    /// by <see cref="DcganLossOptions.PenaltyInterval"/>. For the discriminator's loss: its gradient reaches the
    /// discriminator's weights and no images.
    /// </summary>
    /// <remarks>
    /// Each penalty judges its images once more, on a graph of its own. A discriminator with batch normalisation in training
    /// mode judges a batch as a whole, so "its" gradient of an image holds what the image does to its batch-mates' scores; and
    /// its running statistics see these batches too.
    /// </remarks>
    /// <param name="judge">
    /// The discriminator: images [N, C, H, W] to logits [N, 2] or [N, 1], differentiable twice, and the same number of images
    /// whenever it is called. Called once for each penalty that has a weight.
    /// </param>
    /// <param name="realImages">[N, C, H, W].</param>
    /// <param name="generatedImages">
    /// [M, C, H, W], the same sizes, type and device. Where M differs from N, the gradient penalty mixes as many of the first
    /// images as both have.
    /// </param>
    /// <param name="random">
    /// A generator of the CPU, from which the gradient penalty draws one share of the real image for each mixed image. Left
    /// alone where that penalty has no weight.
    /// </param>
    /// <returns>A scalar with its graph; 0 where no penalty has a weight.</returns>
    /// <exception cref="ArgumentException">The images do not fit, or the judge's logits do not, or do not depend on the images.</exception>
    public Tensor Penalty(Func<Tensor, Tensor> judge, Tensor realImages, Tensor generatedImages, torch.Generator random)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(random);
        CheckImages(realImages, generatedImages);

        // Whatever the host has switched off on this thread, a gradient needs its graph.
        using IDisposable tracked = inference_mode(false);
        using IDisposable gradientsOn = enable_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = zeros([], realImages.dtype, realImages.device);
        if (Options.R1Weight > 0)
        {
            sum += SlopePenalty.TowardsZero(judge, realImages) * Options.R1Weight;
        }

        if (Options.R2Weight > 0)
        {
            sum += SlopePenalty.TowardsZero(judge, generatedImages) * Options.R2Weight;
        }

        if (Options.GradientPenaltyWeight > 0)
        {
            Tensor between = Interpolation.Of(realImages, generatedImages, random);
            sum += SlopePenalty.TowardsOne(judge, between) * Options.GradientPenaltyWeight;
        }

        return (sum * Options.PenaltyInterval).MoveToOuterDisposeScope();
    }

    private static void CheckImages([NotNull] Tensor? realImages, [NotNull] Tensor? generatedImages)
    {
        Expect.Images(realImages, nameof(realImages));
        Expect.Batch(realImages, nameof(realImages), training: false);
        Expect.Shape(generatedImages, nameof(generatedImages), [-1, .. realImages.shape[1..]]);
        Expect.Batch(generatedImages, nameof(generatedImages), training: false);
        Expect.Alike(generatedImages, nameof(generatedImages), realImages);
    }
}
