using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>What a host needs that updates the networks itself.</content>
public sealed partial class DcganTrainer
{
    private double sumOfRealSigns;
    private long imagesOfRealSigns;
    private long lastImages;

    /// <summary>
    /// Computes both losses of a batch with their graph, for a host that updates the networks itself. The losses are those of the
    /// simultaneous schedule, with augmentation and without penalties. For networks without classes; with classes, call both networks with labels.
    /// </summary>
    /// <remarks>
    /// Draws as many latents as there are images. Batch normalization depends on the networks' mode. Call
    /// <see cref="CompleteStep"/> after your updates.
    /// </remarks>
    /// <param name="images">Real images [N, C, H, W] in [-1, 1]; moved to the networks' device if necessary.</param>
    /// <returns>Two scalars with their graph.</returns>
    /// <exception cref="ArgumentException">The images do not fit.</exception>
    /// <exception cref="InvalidOperationException">
    /// The networks have classes, or the run has several processes, which would draw different random numbers.
    /// </exception>
    public override (Tensor GeneratorLoss, Tensor DiscriminatorLoss) forward(Tensor images)
    {
        CheckAlone(nameof(forward));
        using AccessLock.Scope access = Access.Read();
        discriminator.CheckImages(images, training);
        CheckNetworks();
        if (discriminator.Options.Classes > 0)
        {
            throw new InvalidOperationException(
                $"{nameof(forward)}: has no labels, which networks with classes need. Use Step; or call both networks with labels, and then {nameof(CompleteStep)} with the number of images.");
        }

        Expect.Batch(images, nameof(images), training); // The generator normalizes the same number of latents together.
        using DisposeScope scope = NewDisposeScope();
        StepBatch batch = new(images.to(generator.FirstWeight.device), null, DrawLatents((int)images.size(0)));
        Tensor generated = losses.Generate(batch);
        AdversarialLosses.Judgment ofReal = losses.JudgeReal(batch);
        AddRealSigns(ofReal.Logits);
        lastImages = images.size(0);
        (Tensor generatorLoss, Tensor discriminatorLoss) = losses.Both(ofReal, losses.JudgeGenerated(generated, batch));
        return (generatorLoss.MoveToOuterDisposeScope(), discriminatorLoss.MoveToOuterDisposeScope());
    }

    /// <summary>
    /// Completes a step of a host that updates the networks itself: counts the step, and updates <see cref="AveragedGenerator"/>, an adaptive
    /// augmentation probability, the instance noise and decaying learning rates. Call it once after the updates of a step. Do not call
    /// it after <see cref="Step(DcganBatch)"/>, which does the same.
    /// </summary>
    /// <param name="images">
    /// The number of real images in the step, in [1, 2^31 - 1]. Default: the number in the last call of <see cref="forward"/>, or 0 if it
    /// has never been called.
    /// </param>
    /// <remarks>
    /// The probability depends on the real images that <see cref="forward"/> has seen since the last step. Metrics, the monitor and
    /// the divergence policy are part of <see cref="Step(DcganBatch)"/> only.
    /// </remarks>
    /// <exception cref="ArgumentException">The number of images is out of range.</exception>
    /// <exception cref="InvalidOperationException">
    /// A step of this trainer is in progress, a network is on another device than the others, the number of images is unknown to an
    /// average or a decay that depends on it, or the run has several processes, whose gradients only <see cref="Step(DcganBatch)"/> sums.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The trainer has been disposed.</exception>
    public void CompleteStep(long? images = null)
    {
        Expect.AtLeast(1, images ?? 1, nameof(images));
        Expect.AtMost(int.MaxValue, images ?? 1, nameof(images));
        CheckAlone(nameof(CompleteStep));
        BeginStepping(nameof(CompleteStep));
        try
        {
            using AccessLock.Scope access = Access.Step();
            CheckNetworks();
            long count = images ?? lastImages;
            string? dependent = Options.EmaHalfLife > 0 ? nameof(Options.EmaHalfLife)
                : Options.LearningRateDecayImages > 0 ? nameof(Options.LearningRateDecayImages)
                : null;
            if (count == 0 && dependent is not null)
            {
                throw new InvalidOperationException(
                    $"{nameof(CompleteStep)}: pass the number of images, on which {dependent} depends, because {nameof(forward)} has not been called.");
            }

            generator.DiscardCalibration();
            CountStep(count);
            DecayLearningRates();
            average?.Update(StepCount, count, ImagesSeen);
            (double sum, long observed) = (sumOfRealSigns, imagesOfRealSigns);
            ForgetRealSigns();
            if (observed > 0 && double.IsFinite(sum))
            {
                augmentation?.Observe(sum / observed, observed);
            }
        }
        finally
        {
            EndStepping();
        }
    }

    private void CheckAlone(string caller)
    {
        if (Ranks.AreSeveral)
        {
            throw new InvalidOperationException($"{caller}: a run of several processes needs Step, which keeps their random numbers and gradients together.");
        }
    }

    /// <summary>Discards the signs of the scores of a step that was not completed.</summary>
    private void ForgetRealSigns() => (sumOfRealSigns, imagesOfRealSigns) = (0, 0);

    /// <summary>Records the overfitting signal. Waits for the device, so it is done only if a probability depends on it.</summary>
    private void AddRealSigns(Tensor logits)
    {
        if (augmentation?.Options.AdaptiveTarget is null || !training)
        {
            return;
        }

        using IDisposable noGradients = no_grad();
        sumOfRealSigns += DcganLoss.Score(logits).sign().cpu().to(float64).sum().item<double>();
        imagesOfRealSigns += logits.size(0);
    }
}
