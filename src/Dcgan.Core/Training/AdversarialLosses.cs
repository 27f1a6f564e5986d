using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The forward pass of both networks and its loss terms. The discriminator's batch normalization uses the real and the generated batch's own
/// statistics, also if both pass together.
/// </summary>
/// <param name="generator">Generates images from latents.</param>
/// <param name="discriminator">Computes logits from images.</param>
/// <param name="loss">Computes losses from logits.</param>
/// <param name="augmentation">Applied to all images before the discriminator sees them; null for no augmentation.</param>
/// <param name="penaltyRandom">The random stream of the penalties.</param>
internal sealed class AdversarialLosses(
    Generator generator,
    Discriminator discriminator,
    DcganLoss loss,
    Augmentation? augmentation,
    torch.Generator penaltyRandom)
{
    private bool MatchesFeatures => loss.Options.FeatureMatchingWeight > 0;

    /// <summary>Whether the generator's loss depends on the real images.</summary>
    private bool GeneratorSeesReal => MatchesFeatures || loss.Options.Objective.IsRelativistic;

    /// <summary>Generates one image for each latent: [N, C, H, W].</summary>
    internal Tensor Generate(StepBatch batch) => generator.Make(batch.Latents, batch.Labels);

    /// <summary>Runs the discriminator on the real images, flipped at random and augmented.</summary>
    internal Judgment JudgeReal(StepBatch batch) => Judge(FlipAndAugment(batch.Images), batch.Labels);

    /// <summary>Runs the discriminator on generated images, augmented.</summary>
    internal Judgment JudgeGenerated(Tensor generated, StepBatch batch) => Judge(Augment(generated), batch.Labels);

    /// <summary>
    /// The logits of <see cref="JudgeReal"/> and <see cref="JudgeGenerated"/> from one pass: larger matrix products, and each weight is
    /// prepared once. Only for a loss of the discriminator: a generator's gradient would pass through the real half too.
    /// </summary>
    internal (Tensor Real, Tensor Generated) LogitsOfBoth(Tensor generated, StepBatch batch)
    {
        if (discriminator.Options.SpectralNorm)
        {
            // Each pass runs a power iteration; with one fewer, a run of an earlier version would go on differently.
            return (JudgeReal(batch).Logits, JudgeGenerated(generated, batch).Logits);
        }

        (long realCount, long generatedCount) = (batch.Images.size(0), generated.size(0));
        Tensor images = cat([FlipAndAugment(batch.Images), Augment(generated)]);
        Tensor? labels = batch.Labels is null ? null : cat([batch.Labels, batch.Labels]);
        Tensor logits = discriminator.CallWith(images, labels, [realCount, generatedCount]);
        return (logits.narrow(0, 0, realCount), logits.narrow(0, realCount, generatedCount));
    }

    /// <summary>Both losses from one forward pass: scalars with their graph.</summary>
    internal (Tensor Generator, Tensor Discriminator) Both(Judgment real, Judgment generated)
    {
        (Tensor generatorLoss, Tensor discriminatorLoss) = loss.call(real.Logits, generated.Logits);
        return (AddFeatureMatching(generatorLoss, real.Features, generated.Features), discriminatorLoss);
    }

    /// <summary>The discriminator's loss alone: a scalar with its graph.</summary>
    internal Tensor OfDiscriminator(Tensor realLogits, Tensor generatedLogits) => loss.DiscriminatorLoss(realLogits, generatedLogits);

    /// <summary>The generator's loss alone, against the discriminator as it is now: a scalar with its graph.</summary>
    internal Tensor OfGenerator(Tensor generated, StepBatch batch)
    {
        Judgment ofGenerated = JudgeGenerated(generated, batch);
        Judgment? ofReal = GeneratorSeesReal ? JudgeRealAsConstant(batch) : null;
        return AddFeatureMatching(loss.GeneratorLoss(ofGenerated.Logits, ofReal?.Logits), ofReal?.Features, ofGenerated.Features);
    }

    /// <summary>Whether a penalty is due at an update of the discriminator, by its number in this run, from 1.</summary>
    internal bool HasPenalty(long update) => loss.IsPenaltyDue(update);

    /// <summary>
    /// The penalty on the discriminator's gradient with respect to its images: a scalar with its graph. Computed at the images
    /// before augmentation.
    /// </summary>
    /// <param name="generated">The generated images, [N, C, H, W].</param>
    /// <param name="batch">The real images.</param>
    /// <param name="update">The number of the discriminator's update in this run, from 1.</param>
    /// <returns>Null if no penalty is due at this update.</returns>
    internal Tensor? Penalty(Tensor generated, StepBatch batch, long update)
    {
        if (!HasPenalty(update))
        {
            return null;
        }

        // Batch statistics without an update of the running statistics: the forward pass has counted these images already.
        using var mode = new SamplingMode(SamplingStatistics.Batch, isTraining: true);
        return loss.Penalty(
            images => Judge(Augment(images), batch.Labels).Logits,
            batch.Images,
            generated.detach(),
            penaltyRandom);
    }

    /// <summary>
    /// Draws the random numbers of a discriminator update with the images of another process, and discards them: of
    /// <see cref="LogitsOfBoth"/>, or <see cref="JudgeReal"/> and <see cref="JudgeGenerated"/>, and of <see cref="Penalty"/>.
    /// </summary>
    /// <param name="count">The number of the images.</param>
    /// <param name="update">The number of the discriminator's update in this run, from 1.</param>
    internal void SkipDiscriminator(long count, long update)
    {
        SkipAugmentation(count, real: true);
        SkipAugmentation(count);
        if (HasPenalty(update))
        {
            loss.SkipPenalty(() => SkipAugmentation(count), count, penaltyRandom);
        }
    }

    /// <summary>Draws the random numbers of <see cref="OfGenerator"/> with the images of another process, and discards them.</summary>
    internal void SkipGenerator(long count)
    {
        SkipAugmentation(count);
        if (GeneratorSeesReal)
        {
            SkipAugmentation(count, real: true);
        }
    }

    private void SkipAugmentation(long count, bool real = false)
    {
        DiscriminatorOptions images = discriminator.Options;
        augmentation?.Skip([count, images.ImageChannels, images.ImageSize.Height, images.ImageSize.Width], flips: real);
    }

    private Tensor FlipAndAugment(Tensor images) => augmentation is null ? images : augmentation.Augment(augmentation.Flip(images));

    private Tensor Augment(Tensor images) => augmentation is null ? images : augmentation.Augment(images);

    private Judgment Judge(Tensor images, Tensor? labels)
    {
        if (!MatchesFeatures)
        {
            return new Judgment(discriminator.CallWith(images, labels), null);
        }

        (Tensor logits, Tensor features) = discriminator.Judge(images, labels);
        return new Judgment(logits, features);
    }

    private Tensor AddFeatureMatching(Tensor adversarial, Tensor? realFeatures, Tensor? generatedFeatures) =>
        !MatchesFeatures || realFeatures is null || generatedFeatures is null
            ? adversarial
            : adversarial.Add(DcganLoss.FeatureMatching(realFeatures, generatedFeatures).Mul(loss.Options.FeatureMatchingWeight));

    private Judgment JudgeRealAsConstant(StepBatch batch)
    {
        using IDisposable noGradients = no_grad();
        return JudgeReal(batch);
    }

    /// <summary>The discriminator's output for a batch, with its graph.</summary>
    /// <param name="logits">[N, 2] or [N, 1].</param>
    /// <param name="features">The maps of the last stage, [N, depth, s, s]; null if they are not needed.</param>
    internal readonly struct Judgment(Tensor logits, Tensor? features)
    {
        internal Tensor Logits => logits;

        internal Tensor? Features => features;
    }
}
