using System.Diagnostics.CodeAnalysis;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// All measures of generated images against real ones, in one call. Images come in batches, however cut; the real ones stay for
/// any number of generated sets, such as one after each epoch.
/// </summary>
public sealed class Evaluator : IDisposable
{
    private readonly EvaluationOptions options;
    private readonly Func<Tensor, Tensor> features;
    private readonly SlicedWassersteinDistance slicedWasserstein;
    private readonly EvaluatedSet real;
    private readonly EvaluatedSet generated;
    private double? realSimilarity;
    private bool disposed;

    /// <summary>Makes one without images.</summary>
    /// <param name="features">
    /// From images [N, C, H, W], at most 64 at a time, to features [N, D], or maps [N, D, h, w] whose mean over the places counts:
    /// a trained discriminator's, Inception's, or any other network's, in evaluation mode. The function must stay the same as
    /// long as the real images do. It is called without gradients; what it makes is given back afterwards.
    /// </param>
    /// <param name="options">How it measures.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public Evaluator(Func<Tensor, Tensor> features, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(features);
        this.features = features;
        this.options = (options ?? new()).Checked();
        slicedWasserstein = new(this.options.SlicedWasserstein, this.options.Seed);
        real = new(this.options.SimilarityImages);
        generated = new(this.options.SimilarityImages);
    }

    /// <summary>
    /// What a trained discriminator sees in images, as features for an evaluator: the mean of its last stage's maps over all
    /// places, [N, D]. It works by running statistics, whatever mode the discriminator is in, and leaves that mode. Take a
    /// discriminator that was trained apart: a run's own knows that run's generator.
    /// </summary>
    /// <param name="discriminator">Stays the caller's, and must not be trained or moved as long as the features are in use.</param>
    /// <returns>From images [N, C, H, W], of the discriminator's element type and on its device, to features.</returns>
    public static Func<Tensor, Tensor> FeaturesOf(Discriminator discriminator)
    {
        ArgumentNullException.ThrowIfNull(discriminator);
        return images =>
        {
            bool wasTraining = discriminator.training;
            discriminator.eval();
            try
            {
                using Tensor maps = discriminator.Features(images);
                return maps.mean([2, 3]);
            }
            finally
            {
                discriminator.train(wasTraining);
            }
        };
    }

    /// <summary>Real images so far.</summary>
    public long RealCount => slicedWasserstein.RealCount;

    /// <summary>Generated images so far.</summary>
    public long GeneratedCount => slicedWasserstein.GeneratedCount;

    /// <summary>Adds real images. Where it throws, nothing has been added.</summary>
    /// <param name="images">
    /// [N, C, H, W] in [-1, 1], sides of at least 7; size, type and device as in the first batch.
    /// </param>
    /// <exception cref="ArgumentException">The images do not fit, or their features.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void AddReal(Tensor images)
    {
        Add(images, real, generated);
        slicedWasserstein.AddReal(images);
        realSimilarity = null;
    }

    /// <summary>Adds generated images. Where it throws, nothing has been added.</summary>
    /// <inheritdoc cref="AddReal"/>
    public void AddGenerated(Tensor images)
    {
        Add(images, generated, real);
        slicedWasserstein.AddGenerated(images);
    }

    /// <summary>Forgets the generated images; the real ones stay.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void ClearGenerated()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        generated.Clear();
        slicedWasserstein.ClearGenerated();
    }

    /// <summary>Measures what has been added.</summary>
    /// <exception cref="InvalidOperationException">
    /// There are not more images of each kind than <see cref="EvaluationOptions.Neighbours"/>, or the features are too large.
    /// </exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public EvaluationMeasures Measure()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        long needed = options.Neighbours + 1L;
        if (RealCount < needed || GeneratedCount < needed)
        {
            throw new InvalidOperationException(
                $"At least {needed} real and generated images are needed but {RealCount} and {GeneratedCount} were added.");
        }

        using var measuring = new MeasuringScope();
        Tensor reals = real.Features();
        Tensor others = generated.Features();
        ManifoldMeasures manifold = Manifold.Measure(reals, others, options.Neighbours);
        SlicedWassersteinMeasures sliced = slicedWasserstein.Measure();
        double frechet = FrechetDistance.Between(real.Statistics, generated.Statistics);
        return new()
        {
            SlicedWasserstein = sliced.Mean,
            SlicedWassersteinLevels = sliced.Levels,
            Frechet = frechet,
            FrechetOfVariance = frechet / real.Statistics.TotalVariance(),
            KernelDistance = KernelDistance.Between(reals, others),
            Precision = manifold.Precision,
            Recall = manifold.Recall,
            Density = manifold.Density,
            Coverage = manifold.Coverage,
            MultiScaleSimilarity = generated.Similarity(options.Seed),
            RealMultiScaleSimilarity = realSimilarity ??= real.Similarity(options.Seed),
            RealCount = RealCount,
            GeneratedCount = GeneratedCount,
        };
    }

    /// <summary>Gives its tensors back.</summary>
    public void Dispose()
    {
        disposed = true;
        slicedWasserstein.Dispose();
        real.Dispose();
        generated.Dispose();
    }

    private void Add([NotNull] Tensor? images, EvaluatedSet set, EvaluatedSet other)
    {
        slicedWasserstein.Check(images);
        using var measuring = new MeasuringScope();
        Tensor[] parts = [.. images.split(SampleBatches.Size).Select(part => MeasuredFeatures.Extract(part, features))];
        if (parts.FirstOrDefault(part => part.shape[1] != parts[0].shape[1]) is not null
            || (other.Statistics.Count > 0 && parts[0].shape[1] != other.Statistics.Features))
        {
            throw new ArgumentException("features: expected as many features of every batch.", nameof(images));
        }

        set.Add(images, cat(parts));
    }
}
