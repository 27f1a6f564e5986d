using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The two networks and what is between them: the images of one, how the other sees and judges them, and both losses.</summary>
/// <param name="generator">Makes images.</param>
/// <param name="discriminator">Judges them.</param>
/// <param name="loss">Of its logits.</param>
/// <param name="augmentation">What it sees images through; null where it sees them as they are.</param>
/// <param name="penaltyRandom">What penalties draw from.</param>
internal sealed class AdversarialGame(
    Generator generator,
    Discriminator discriminator,
    DcganLoss loss,
    Augmentation? augmentation,
    torch.Generator penaltyRandom)
{
    private bool MatchesFeatures => loss.Options.FeatureMatchingWeight > 0;

    /// <summary>Images with their graph to the generator.</summary>
    internal Tensor Generate(StepImages batch) => generator.Make(batch.Latents, batch.Labels);

    /// <summary>Real images as the discriminator sees them, flipped and all.</summary>
    private Judgement JudgeReal(StepImages batch) =>
        Judge(Augmented(augmentation is null ? batch.Images : augmentation.Flip(batch.Images)), batch.Labels);

    /// <summary>Generated images as the discriminator sees them.</summary>
    private Judgement JudgeGenerated(Tensor generated, StepImages batch) =>
        Judge(Augmented(generated), batch.Labels);

    /// <summary>Both losses of one pass: the generator runs once and the discriminator on each batch apart, so that each has its own statistics.</summary>
    internal DcganPass Pass(StepImages batch)
    {
        Tensor generated = Generate(batch);
        Judgement real = JudgeReal(batch);
        Judgement made = JudgeGenerated(generated, batch);
        (Tensor generatorLoss, Tensor discriminatorLoss) = loss.call(real.Logits, made.Logits);
        return new DcganPass(real, made, generated, WithMatching(generatorLoss, real.Features, made), discriminatorLoss);
    }

    /// <summary>The discriminator's loss on images that a generator made of its own accord.</summary>
    internal (Tensor Loss, Judgement Real, Judgement Made) DiscriminatorPass(Tensor generated, StepImages batch)
    {
        Judgement real = JudgeReal(batch);
        Judgement made = JudgeGenerated(generated.detach(), batch);
        return (loss.DiscriminatorLoss(real.Logits, made.Logits), real, made);
    }

    /// <summary>The generator's loss against the discriminator as it is now.</summary>
    internal Tensor GeneratorLoss(Tensor generated, StepImages batch)
    {
        Judgement made = JudgeGenerated(generated, batch);
        return WithMatching(loss.GeneratorLoss(made.Logits), RealFeatures(batch), made);
    }

    /// <summary>
    /// What the loss adds for the slope of the discriminator, with its graph; null where it adds nothing at this update. The slope
    /// is at the images as they are, through the augmentation.
    /// </summary>
    internal Tensor? Penalty(Tensor generated, StepImages batch, long update)
    {
        if (!loss.IsPenaltyDue(update))
        {
            return null;
        }

        // By the batch's statistics, which are left as they are: the pass itself has counted these images already.
        using var mode = new SamplingMode(SamplingStatistics.Batch);
        return loss.Penalty(images => Judge(Augmented(images), batch.Labels).Logits, batch.Images, generated.detach(), penaltyRandom);
    }

    private Tensor Augmented(Tensor images) => augmentation is null ? images : augmentation.Augment(images);

    private Judgement Judge(Tensor images, Tensor? labels)
    {
        if (labels is null && !MatchesFeatures)
        {
            // By way of call, so that a host's hooks see it.
            return new Judgement(discriminator.call(images), null);
        }

        (Tensor logits, Tensor features) = discriminator.Judge(images, labels);
        return new Judgement(logits, features);
    }

    private Tensor WithMatching(Tensor adversarial, Tensor? realFeatures, Judgement made) => realFeatures is null || made.Features is null
        ? adversarial
        : adversarial + (DcganLoss.FeatureMatching(realFeatures, made.Features) * loss.Options.FeatureMatchingWeight);

    private Tensor? RealFeatures(StepImages batch)
    {
        if (!MatchesFeatures)
        {
            return null;
        }

        using IDisposable noGradients = no_grad();
        return JudgeReal(batch).Features;
    }
}
