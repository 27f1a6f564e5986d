using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Changes images at random before the discriminator sees them. Real and generated images are treated alike and gradients
/// pass through to the generator, so that it is not the augmented images that it learns to make. Every image has its own random
/// numbers, drawn on the CPU. Not for use by several threads at a time.
/// </summary>
public sealed class Augmentation : IDisposable
{
    /// <summary>
    /// Rows of random numbers that every batch takes, used or not: what one transformation draws hangs on no other's being there.
    /// </summary>
    private const int Rows = 10;

    private readonly AugmentationOptions options;
    private readonly torch.Generator random;
    private readonly AdaptiveProbability adaptive;
    private double noiseDeviation;
    private bool isDisposed;

    /// <summary>Makes an augmentation.</summary>
    /// <param name="options">What is done to the images.</param>
    /// <param name="seed">Names its random numbers: the same calls give the same images.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public Augmentation(AugmentationOptions options, long seed = 0)
    {
        ArgumentNullException.ThrowIfNull(options);
        NativeBackend.EnsureLoaded();
        this.options = options.Checked();
        random = Seeds.Stream(seed, SeedStream.Augmentation);
        adaptive = new AdaptiveProbability(options);
        noiseDeviation = NoiseDeviation(0);
    }

    /// <summary>What it was made with.</summary>
    public AugmentationOptions Options => options;

    /// <summary>That an image is given a transformation, now: fixed, or moved by <see cref="Observe"/>.</summary>
    public double Probability => adaptive.Probability;

    /// <summary>
    /// ADA's r_t, E[sign D(real)] over the last four observations taken together: near 0 the discriminator cannot tell the real
    /// images, at 1 it knows them all, which on a small data set means by heart. 0 before there were four.
    /// </summary>
    public double OverfittingSignal => adaptive.Signal;

    /// <summary>Gives a batch its transformations, then its instance noise. Differentiable, twice too.</summary>
    /// <param name="images">[N, C, H, W] of any floating-point type, on any device, in [-1, 1].</param>
    /// <returns>Images of the same shape, type and device; not held to [-1, 1]. The caller's to dispose of.</returns>
    /// <exception cref="ArgumentException">These are no images.</exception>
    /// <exception cref="ObjectDisposedException">This has been disposed.</exception>
    public Tensor Augment(Tensor images)
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
            augmented = InstanceNoise.Apply(augmented, empty(augmented.shape, float32).normal_(0, noiseDeviation, random));
        }

        return augmented.MoveToOuterDisposeScope();
    }

    /// <summary>Mirrors half of the real images, where <see cref="AugmentationOptions.HorizontalFlip"/> says so.</summary>
    /// <param name="realImages">[N, C, H, W] of any floating-point type, on any device.</param>
    /// <returns>Images of the same shape, type and device. The caller's to dispose of.</returns>
    /// <exception cref="ArgumentException">These are no images.</exception>
    /// <exception cref="ObjectDisposedException">This has been disposed.</exception>
    public Tensor Flip(Tensor realImages)
    {
        Check(realImages, nameof(realImages));
        if (!options.HorizontalFlip)
        {
            return realImages.alias();
        }

        using DisposeScope scope = NewDisposeScope();
        Tensor mirrored = empty(realImages.shape[0], float64).uniform_(0, 1, random).lt(0.5);
        return HorizontalFlip.Apply(realImages, mirrored).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Tells how sure the discriminator is of its real images. After every fourth time, an adaptive probability moves: up where
    /// their mean is above the target, down where it is below.
    /// </summary>
    /// <param name="meanSignOfRealScores">The mean of sign D(x) over augmented real images x, -1 to 1.</param>
    /// <param name="images">Real images that the training has gone on by. At least 1.</param>
    /// <exception cref="ArgumentException">One of them is out of its range.</exception>
    public void Observe(double meanSignOfRealScores, long images)
    {
        Expect.Between(-1, 1, meanSignOfRealScores, nameof(meanSignOfRealScores));
        Expect.AtLeast(1, images, nameof(images));
        adaptive.Observe(meanSignOfRealScores, images);
    }

    /// <summary>The standard deviation of the instance noise in a step.</summary>
    /// <param name="step">Which step; 0 is the first.</param>
    /// <exception cref="ArgumentException">The step is below 0.</exception>
    public double NoiseDeviation(long step)
    {
        Expect.AtLeast(0, step, nameof(step));
        return InstanceNoise.Deviation(options.InstanceNoise, options.InstanceNoiseSteps, step);
    }

    /// <summary>Sets the instance noise to that of a step. Without it the noise stays that of step 0.</summary>
    /// <param name="step">Which step; 0 is the first.</param>
    /// <exception cref="ArgumentException">The step is below 0.</exception>
    public void BeginStep(long step) => noiseDeviation = NoiseDeviation(step);

    /// <inheritdoc/>
    public void Dispose()
    {
        isDisposed = true;
        random.Dispose();
    }

    /// <summary>What a checkpoint keeps of it. The instance noise follows from the step.</summary>
    internal IEnumerable<StoredTensor> StoredTensors() =>
    [
        StoredRandom.Of(random, CheckpointFormat.AugmentationRandom),
        adaptive.Stored(CheckpointFormat.AugmentationAdaptive),
    ];

    /// <summary>
    /// That <see cref="StoredTensors"/> can be restored from these, whose types and shapes fit. The random generator's state is
    /// checked with all others.
    /// </summary>
    /// <exception cref="CheckpointException">They cannot.</exception>
    internal void CheckStored(IReadOnlyDictionary<string, Tensor> tensors, string path) =>
        adaptive.Check(tensors[CheckpointFormat.AugmentationAdaptive], path, CheckpointFormat.AugmentationAdaptive);

    private Tensor Transformed(Tensor images)
    {
        Tensor numbers = empty(Rows, images.shape[0], float64).uniform_(0, 1, random);
        Tensor[] spared = numbers.narrow(0, 0, 3).ge(Probability).unbind(0);
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
                $"{name}: expected at least 1 image of at least 1 pixel but was {Expect.Text(images.shape)}.", name);
        }
    }
}
