using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Augments images before the discriminator sees them. Real and generated images get the same augmentation, and gradients flow
/// through it to the generator, so the generator does not learn to generate augmented images. Every image has its own random
/// numbers, drawn on the CPU. Not thread-safe.
/// </summary>
internal sealed class Augmentation : IDisposable
{
    /// <summary>
    /// Number of random numbers drawn for each image, used or not: the draws of a transformation do not depend on which other
    /// transformations are on.
    /// </summary>
    private const int Rows = 10;

    private readonly AugmentationOptions options;
    private readonly torch.Generator random;
    private readonly AdaptiveProbability adaptive;
    private double noiseDeviation;
    private bool isDisposed;

    /// <summary>Constructs an augmentation.</summary>
    /// <param name="options">The transformations.</param>
    /// <param name="seed">The seed of the random numbers: the same sequence of calls gives the same images.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    internal Augmentation(AugmentationOptions options, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        NativeBackend.EnsureLoaded();
        this.options = options.Checked();
        random = Seeds.Stream(seed, SeedStream.Augmentation);
        adaptive = new AdaptiveProbability(options);
        noiseDeviation = NoiseDeviation(0);
    }

    /// <summary>The options.</summary>
    internal AugmentationOptions Options => options;

    /// <summary>The current probability of each transformation, in [0, 1]: fixed, or adjusted by <see cref="Observe"/>.</summary>
    internal double Probability => adaptive.Probability;

    /// <summary>Applies the transformations and then the instance noise. Twice differentiable.</summary>
    /// <param name="images">[N, C, H, W] of any floating-point type, on any device, in [-1, 1].</param>
    /// <returns>Images of the same shape, type and device, not limited to [-1, 1]. The caller disposes them.</returns>
    /// <exception cref="ArgumentException">The images have an invalid shape or type.</exception>
    /// <exception cref="ObjectDisposedException">The augmentation has been disposed.</exception>
    internal Tensor Augment(Tensor images)
    {
        Check(images, nameof(images));
        using DisposeScope scope = NewDisposeScope();
        Tensor augmented = images.alias();
        if (options.Transforms && Probability > 0)
        {
            augmented = Transformed(augmented);
        }

        if (noiseDeviation > 0)
        {
            augmented = InstanceNoise.Apply(augmented, DrawNoise(augmented.Sizes()));
        }

        return augmented.MoveToOuterDisposeScope();
    }

    /// <summary>Flips half of the real images if <see cref="AugmentationOptions.HorizontalFlip"/> is on.</summary>
    /// <param name="realImages">[N, C, H, W] of any floating-point type, on any device.</param>
    /// <returns>Images of the same shape, type and device. The caller disposes them.</returns>
    /// <exception cref="ArgumentException">The images have an invalid shape or type.</exception>
    /// <exception cref="ObjectDisposedException">The augmentation has been disposed.</exception>
    internal Tensor Flip(Tensor realImages)
    {
        Check(realImages, nameof(realImages));
        if (!options.HorizontalFlip)
        {
            return realImages.alias();
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor mirrored = DrawFlips(realImages.size(0)).Lt(0.5);
        return HorizontalFlip.Apply(realImages, mirrored).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Draws the random numbers that <see cref="Augment"/> draws for images of the given shape, after those of <see cref="Flip"/> if
    /// <paramref name="flips"/> is true, and discards them.
    /// </summary>
    internal void Skip(long[] shape, bool flips)
    {
        using DisposeScope scope = NewDisposeScope();
        _ = flips && options.HorizontalFlip ? DrawFlips(shape[0]) : null;
        _ = options.Transforms && Probability > 0 ? DrawNumbers(shape[0]) : null;
        _ = noiseDeviation > 0 ? DrawNoise(shape) : null;
    }

    /// <summary>
    /// Records the overfitting signal of one batch. Every fourth call adjusts an adaptive probability: up if the mean signal is
    /// above the target, down if it is below.
    /// </summary>
    /// <param name="meanSignOfRealScores">The mean of sign D(x) over augmented real images x, in [-1, 1].</param>
    /// <param name="images">Number of real images in the batch. At least 1.</param>
    /// <exception cref="ArgumentException">A number is out of range.</exception>
    internal void Observe(double meanSignOfRealScores, long images)
    {
        Expect.Between(-1, 1, meanSignOfRealScores, nameof(meanSignOfRealScores));
        Expect.AtLeast(1, images, nameof(images));
        adaptive.Observe(meanSignOfRealScores, images);
    }

    /// <summary>The standard deviation of the instance noise at a step.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <exception cref="ArgumentException">The step is below 0.</exception>
    internal double NoiseDeviation(long step)
    {
        Expect.AtLeast(0, step, nameof(step));
        return InstanceNoise.Deviation(options.InstanceNoise, options.InstanceNoiseSteps, step);
    }

    /// <summary>Sets the instance noise for a step. Without this call the noise stays at its value for step 0.</summary>
    /// <param name="step">The step, from 0.</param>
    /// <exception cref="ArgumentException">The step is below 0.</exception>
    internal void BeginStep(long step) => noiseDeviation = NoiseDeviation(step);

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        random.Dispose();
    }

    /// <summary>The random stream of all transformations.</summary>
    internal torch.Generator Random => random;

    /// <summary>The state of the augmentation. The instance noise follows from the step.</summary>
    internal IEnumerable<StateEntry> StateEntries() =>
    [
        RandomState.Entry(random, StateNames.AugmentationRandom),
        adaptive.Entry(StateNames.AugmentationAdaptive),
    ];

    private Tensor DrawFlips(long count) => empty(count, float64).uniform_(0, 1, random);

    private Tensor DrawNumbers(long count) => empty(Rows, count, float64).uniform_(0, 1, random);

    private Tensor DrawNoise(long[] shape) => empty(shape, float32).normal_(0, noiseDeviation, random);

    private Tensor Transformed(Tensor images)
    {
        Tensor numbers = DrawNumbers(images.size(0));
        Tensor[] spared = numbers.narrow(0, 0, 3).Ge(Probability).unbind(0);
        Tensor transformed = images;
        if (options.Color)
        {
            transformed = ColorJitter.Random(transformed, numbers.narrow(0, 3, 3), spared[0]);
        }

        if (options.Translation)
        {
            transformed = RandomTranslation.Random(transformed, numbers.narrow(0, 6, 2), spared[1]);
        }

        return options.Cutout ? RandomCutout.Random(transformed, numbers.narrow(0, 8, 2), spared[2]) : transformed;
    }

    private void Check([NotNull] Tensor? images, string name)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        Expect.Images(images, name);
        if (images.numel() == 0)
        {
            throw new ArgumentException(
                $"{name}: expected at least 1 image of at least 1 pixel but was {Expect.Text(images.Sizes())}.", name);
        }
    }
}
