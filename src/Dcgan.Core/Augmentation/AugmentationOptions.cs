namespace Dcgan.Core;

/// <summary>
/// What is done to the images before the discriminator sees them, real and generated alike. The default is nothing, as in the
/// reference. See docs/augmentation.md for when to use what.
/// </summary>
/// <remarks>
/// Zhao et al., "Differentiable Augmentation for Data-Efficient GAN Training" (2020), for the transformations; Karras et al.,
/// "Training Generative Adversarial Networks with Limited Data" (2020, ADA), for the adaptive probability; Sønderby et al.,
/// "Amortised MAP Inference for Image Super-resolution" (2017), for the instance noise.
/// </remarks>
public sealed record AugmentationOptions
{
    /// <summary>Nothing: the images as they are.</summary>
    public static AugmentationOptions None { get; } = new();

    /// <summary>Zhao's three, on every image: colour, translation and cutout.</summary>
    public static AugmentationOptions DiffAugment { get; } = new() { Color = true, Translation = true, Cutout = true };

    /// <summary>
    /// Brightness moved by up to 0.5 either way, saturation times 0 to 2 and contrast times 0.5 to 1.5, images being in
    /// [-1, 1]. Images of one channel have no saturation. Default false.
    /// </summary>
    public bool Color { get; init; }

    /// <summary>Moved by whole pixels, up to 1/8 of the side either way; 0, a mid grey, comes in. Default false.</summary>
    public bool Translation { get; init; }

    /// <summary>A hole of half the height and half the width, filled with 0, about any pixel. Default false.</summary>
    public bool Cutout { get; init; }

    /// <summary>
    /// Half of the real images mirrored left to right, whatever the probability: it doubles the data where the mirror image
    /// could be real too. Generated images are left alone. Default false.
    /// </summary>
    public bool HorizontalFlip { get; init; }

    /// <summary>
    /// That an image is given colour, and translation, and cutout, each drawn apart. With <see cref="AdaptiveTarget"/>, the
    /// highest that it may come to. 0 to 1. Default 1.
    /// </summary>
    public double Probability { get; init; } = 1;

    /// <summary>
    /// The overfitting signal E[sign D(real)] to be held by moving the probability, which starts at 0: ADA's rule and its r_t.
    /// -1 to 1; the paper's is 0.6. Null, the default, keeps the probability where it is.
    /// </summary>
    public double? AdaptiveTarget { get; init; }

    /// <summary>
    /// Real images in which an adaptive probability can move from 0 to 1. At least 1. Default 500,000, the paper's.
    /// </summary>
    public long AdaptiveImages { get; init; } = 500_000;

    /// <summary>
    /// The standard deviation of the normal noise added to every image in the first step. At least 0; 0, the default, for none.
    /// </summary>
    public double InstanceNoise { get; init; }

    /// <summary>Steps in which the noise falls to 0, in a straight line. At least 0; 0, the default, keeps it as it is.</summary>
    public long InstanceNoiseSteps { get; init; }

    /// <summary>Whether generated images are changed too, which needs <see cref="Augmentation.Augment"/>.</summary>
    internal bool Augments => (Transforms && Probability > 0) || InstanceNoise > 0;

    /// <summary>Whether nothing is done to any image.</summary>
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
                    + "whose probability it moves.",
                    nameof(AdaptiveTarget));
            }
        }

        return this;
    }
}
