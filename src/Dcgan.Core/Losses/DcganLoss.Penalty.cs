using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Penalties on the gradient of the discriminator.</content>
public sealed partial class DcganLoss
{
    /// <summary>Whether any penalty has a nonzero weight.</summary>
    internal bool HasPenalty => Options.HasPenalty;

    /// <summary>
    /// Whether a penalty is due at a discriminator update: at the first update after <see cref="DcganLossOptions.PenaltyStart"/>, and then
    /// every <see cref="DcganLossOptions.PenaltyInterval"/> updates.
    /// </summary>
    /// <param name="update">The number of the update, from 1.</param>
    /// <returns>Whether a penalty is due; always false if there is no penalty.</returns>
    /// <exception cref="ArgumentOutOfRangeException">The number is below 1.</exception>
    internal bool IsPenaltyDue(long update)
    {
        Expect.AtLeast(1, update, nameof(update));
        return HasPenalty && update > Options.PenaltyStart && (update - 1 - Options.PenaltyStart) % Options.PenaltyInterval == 0;
    }

    /// <summary>
    /// The weighted sum of the penalties on the gradient of the score D with respect to the images, times
    /// <see cref="DcganLossOptions.PenaltyInterval"/>. Call it at discriminator updates 1 + PenaltyStart, 1 + PenaltyStart +
    /// PenaltyInterval, 1 + PenaltyStart + 2 PenaltyInterval, ..., and add it to the discriminator's loss. Its gradient reaches the
    /// discriminator's weights but no images.
    /// </summary>
    /// <remarks>
    /// Each penalty runs the discriminator once more. With batch normalization in training mode, the scores of a batch depend on
    /// each other: the gradient with respect to an image includes the image's effect on the other scores. These forward passes
    /// also update the running statistics.
    /// </remarks>
    /// <param name="judge">
    /// The discriminator: maps images [N, C, H, W] to logits [N, 2] or [N, 1]; must be twice differentiable. Called once for each
    /// penalty that has a nonzero weight.
    /// </param>
    /// <param name="realImages">Real images, [N, C, H, W].</param>
    /// <param name="generatedImages">
    /// Generated images, [M, C, H, W], of the same size, type and device. If M differs from N, the gradient penalty interpolates
    /// between the first min(M, N) images of both batches.
    /// </param>
    /// <param name="random">
    /// A CPU generator from which the gradient penalty draws the position of each interpolated image. Not used if the weight of
    /// the gradient penalty is 0.
    /// </param>
    /// <returns>A scalar with its graph; 0 if all penalty weights are 0.</returns>
    /// <exception cref="ArgumentException">
    /// The images do not fit, or the logits do not fit or do not depend on the images.
    /// </exception>
    public Tensor Penalty(Func<Tensor, Tensor> judge, Tensor realImages, Tensor generatedImages, torch.Generator random)
    {
        ArgumentNullException.ThrowIfNull(judge);
        ArgumentNullException.ThrowIfNull(random);
        CheckImages(realImages, generatedImages);

        // A gradient needs its graph, even if the host has disabled gradients on this thread.
        using IDisposable tracked = inference_mode(false);
        using IDisposable gradientsOn = enable_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor sum = zeros([], realImages.dtype, realImages.device);
        if (Options.R1Weight > 0)
        {
            sum = sum.Add(SlopePenalty.TowardZero(judge, realImages).Mul(Options.R1Weight));
        }

        if (Options.R2Weight > 0)
        {
            sum = sum.Add(SlopePenalty.TowardZero(judge, generatedImages).Mul(Options.R2Weight));
        }

        if (Options.GradientPenaltyWeight > 0)
        {
            Tensor between = Interpolation.Of(realImages, generatedImages, random);
            sum = sum.Add(SlopePenalty.TowardOne(judge, between).Mul(Options.GradientPenaltyWeight));
        }

        return sum.Mul(Options.PenaltyInterval).MoveToOuterDisposeScope();
    }

    /// <summary>Draws the random numbers of <see cref="Penalty"/> for other images, and discards them.</summary>
    /// <param name="skipJudge">Draws the random numbers of the judge.</param>
    /// <param name="count">The number of the images.</param>
    /// <param name="random">The generator of <see cref="Penalty"/>.</param>
    internal void SkipPenalty(Action skipJudge, long count, torch.Generator random)
    {
        if (Options.R1Weight > 0)
        {
            skipJudge();
        }

        if (Options.R2Weight > 0)
        {
            skipJudge();
        }

        if (Options.GradientPenaltyWeight > 0)
        {
            Interpolation.Draw(count, random).Dispose();
            skipJudge();
        }
    }

    private static void CheckImages([NotNull] Tensor? realImages, [NotNull] Tensor? generatedImages)
    {
        Expect.Images(realImages, nameof(realImages));
        Expect.Batch(realImages, nameof(realImages), training: false);
        Expect.Shape(generatedImages, nameof(generatedImages), [-1, .. realImages.Sizes()[1..]]);
        Expect.Batch(generatedImages, nameof(generatedImages), training: false);
        Expect.Alike(generatedImages, nameof(generatedImages), realImages);
    }
}
