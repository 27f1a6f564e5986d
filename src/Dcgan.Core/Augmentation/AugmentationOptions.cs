namespace Dcgan.Core;

/// <summary>
/// The augmentation of real and generated images before the discriminator sees them. The default is no augmentation, as in the
/// reference. docs/augmentation.md explains when to use which option.
/// </summary>
/// <remarks>
/// Sources. Transformations: Zhao et al., "Differentiable Augmentation for Data-Efficient GAN Training" (2020). Adaptive
/// probability: Karras et al., "Training Generative Adversarial Networks with Limited Data" (2020, ADA). Instance noise: Sønderby
/// et al., "Amortised MAP Inference for Image Super-resolution" (2017).
/// </remarks>
public sealed record AugmentationOptions
{
    /// <summary>No augmentation.</summary>
    public static AugmentationOptions None { get; } = new();

    /// <summary>The three transformations of Zhao et al. on every image: color, translation and cutout.</summary>
    public static AugmentationOptions DiffAugment { get; } = new() { Color = true, Translation = true, Cutout = true };

    /// <summary>
    /// Changes brightness by an offset in [-0.5, 0.5] (images are in [-1, 1]), saturation by a factor in [0, 2] and contrast by a
    /// factor in [0.5, 1.5]. Single-channel images have no saturation. Default false.
    /// </summary>
    public bool Color { get; init; }

    /// <summary>
    /// Shifts images by whole pixels, up to 1/8 of the side in each direction, and fills with 0 (mid gray). Default false.
    /// </summary>
    public bool Translation { get; init; }

    /// <summary>
    /// Fills a rectangle of half the height and half the width, centered on a random pixel, with 0. Default false.
    /// </summary>
    public bool Cutout { get; init; }

    /// <summary>
    /// Flips half of the real images left to right, independently of <see cref="Probability"/>. This doubles the data if a
    /// mirrored image could be real too. Generated images are not flipped. Default false.
    /// </summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>
    /// The probability of color, of translation and of cutout, each drawn independently for each image. If
    /// <see cref="AdaptiveTarget"/> is set, this is the upper limit of the adaptive probability. In [0, 1]. Default 1.
    /// </summary>
    public double Probability { get; init; } = 1;

    /// <summary>
    /// The target of the overfitting signal E[sign D(real)], which is r_t in ADA. The probability starts at 0 and is adjusted
    /// until the signal reaches the target. In [-1, 1]; the paper uses 0.6. Default null: the probability is fixed.
    /// </summary>
    public double? AdaptiveTarget { get; init; }

    /// <summary>
    /// Number of real images in which an adaptive probability can rise from 0 to 1. At least 1. Default 500,000, from the paper.
    /// </summary>
    public long AdaptiveImages { get; init; } = 500_000;

    /// <summary>
    /// Standard deviation, at the first step, of the normal noise added to every image. At least 0. Default 0: no noise.
    /// </summary>
    public double InstanceNoise { get; init; }

    /// <summary>
    /// Number of steps over which the noise decays linearly to 0. At least 0. Default 0: the noise is constant.
    /// </summary>
    public long InstanceNoiseSteps { get; init; }

    /// <summary>Whether <see cref="Augmentation.Augment"/> changes images.</summary>
    internal bool Augments => (Transforms && Probability > 0) || InstanceNoise > 0;

    /// <summary>Whether the options change no image.</summary>
    internal bool IsNone => !Augments && !HorizontalFlip;

    internal bool Transforms => Color || Translation || Cutout;

    internal AugmentationOptions Checked()
    {
        Expect.Between(0, 1, Probability, nameof(Probability));
        Expect.AtLeast(1, AdaptiveImages, nameof(AdaptiveImages));
        Expect.Within(0, double.PositiveInfinity, InstanceNoise, nameof(InstanceNoise));
        Expect.AtLeast(0, InstanceNoiseSteps, nameof(InstanceNoiseSteps));
        if (AdaptiveTarget is double target)
        {
            Expect.Between(-1, 1, target, nameof(AdaptiveTarget));
            if (!Transforms)
            {
                throw new ArgumentException(
                    $"{nameof(AdaptiveTarget)}: needs {nameof(Color)}, {nameof(Translation)} or {nameof(Cutout)}, "
                    + "whose probability it adjusts.",
                    nameof(AdaptiveTarget));
            }
        }

        return this;
    }
}
