using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The sliced Wasserstein distance between patches of two sets' Laplacian pyramids, level by level, as Karras et al. ("Progressive
/// Growing of GANs", 2018) define it. It needs no trained network: the finest level tells of sharpness and noise, the coarsest of
/// shape and colour. Images come in batches, however cut.
/// </summary>
public sealed class SlicedWassersteinDistance : IDisposable
{
    /// <summary>The paper gives its numbers so.</summary>
    private const double Scale = 1000;

    /// <summary>Directions at a time.</summary>
    private const int Slices = 32;

    private readonly SlicedWassersteinOptions options;
    private readonly long seed;
    private List<PatchDescriptors>? real;
    private List<PatchDescriptors>? generated;
    private Tensor? like;
    private bool disposed;

    /// <summary>Makes one without images.</summary>
    /// <param name="options">How it measures.</param>
    /// <param name="seed">Names patches and directions.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    public SlicedWassersteinDistance(SlicedWassersteinOptions? options = null, long seed = 0)
    {
        this.options = (options ?? new()).Checked();
        this.seed = seed;
    }

    /// <summary>Real images so far.</summary>
    public long RealCount { get; private set; }

    /// <summary>Generated images so far.</summary>
    public long GeneratedCount { get; private set; }

    /// <summary>Adds real images. Where it throws, nothing has been added.</summary>
    /// <param name="images">[N, C, H, W], finite, sides of at least 7; size, type and device as in the first batch.</param>
    /// <exception cref="ArgumentException">The images do not fit.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void AddReal(Tensor images)
    {
        Add(images, ref real);
        RealCount += images.shape[0];
    }

    /// <summary>Adds generated images. Where it throws, nothing has been added.</summary>
    /// <inheritdoc cref="AddReal"/>
    public void AddGenerated(Tensor images)
    {
        Add(images, ref generated);
        GeneratedCount += images.shape[0];
    }

    /// <summary>Forgets the generated images; the real ones stay, to measure others against.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void ClearGenerated()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        generated?.ForEach(level => level.Clear());
        GeneratedCount = 0;
    }

    /// <summary>Measures what has been added. The sets need not be as large, but the distance falls with their sizes.</summary>
    /// <exception cref="InvalidOperationException">There are no images of one kind.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public SlicedWassersteinMeasures Measure()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (real is null || generated is null || RealCount == 0 || GeneratedCount == 0)
        {
            throw new InvalidOperationException(
                $"Real and generated images are needed but {RealCount} and {GeneratedCount} were added.");
        }

        double[] levels = [.. real.Zip(generated, (one, other) => Distance(one, other))];
        return new(levels, levels.Average());
    }

    /// <summary>Gives its tensors back.</summary>
    public void Dispose()
    {
        real?.ForEach(level => level.Dispose());
        generated?.ForEach(level => level.Dispose());
        like?.Dispose();
        (real, generated, like) = (null, null, null);
        disposed = true;
    }

    /// <summary>Images that can be added.</summary>
    internal void Check([NotNull] Tensor? images)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        MeasuredTensors.Images(images, nameof(images), side: PatchDescriptors.Side);
        if (like is not null)
        {
            Expect.Shape(images, nameof(images), [-1, .. like.shape[1..]]);
            Expect.Alike(images, nameof(images), like);
        }
    }

    private void Add([NotNull] Tensor? images, ref List<PatchDescriptors>? set)
    {
        Check(images);
        using var measuring = new MeasuringScope();

        // Half precision's means and sums would not do.
        Tensor values = images.dtype == float64 ? images.detach() : images.detach().to(float32);
        int levels = LaplacianPyramid.Levels(values.shape[2], values.shape[3], options.SmallestSide);
        set ??= [.. Enumerable.Range(0, levels).Select(level => new PatchDescriptors(options.PatchesPerImage, LevelSeed(level)))];
        foreach ((PatchDescriptors level, Tensor details) in set.Zip(LaplacianPyramid.Of(values, levels)))
        {
            level.Add(details);
        }

        like ??= images.new_empty([0, .. values.shape[1..]]).DetachFromDisposeScope();
    }

    private double Distance(PatchDescriptors one, PatchDescriptors other)
    {
        using var measuring = new MeasuringScope();
        Tensor first = one.Normalised();
        Tensor second = other.Normalised();
        using torch.Generator random = Seeds.Stream(seed, SeedStream.Evaluation);
        Tensor directions = randn([options.Projections, first.shape[1]], first.dtype, generator: random).to(first.device);
        directions = directions.div_(directions.norm(1, keepdim: true));
        var wasserstein = new Wasserstein(first.shape[0], second.shape[0], first.device);
        double sum = 0;
        foreach (Tensor slices in directions.split(Slices))
        {
            using DisposeScope scope = NewDisposeScope();
            sum += wasserstein.Between(slices.mm(first.t()), slices.mm(second.t())).sum().item<double>();
        }

        return Scale * sum / options.Projections;
    }

    /// <summary>The same for real and generated images: a set is at no distance from itself.</summary>
    private long LevelSeed(int level) => (long)SplitMix64.Mix((ulong)seed, (ulong)level + 1);
}
