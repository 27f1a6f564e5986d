using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The DCGAN generator: latents [N, <see cref="GeneratorOptions.LatentSize"/>] to images [N, C, H, W] in [-1, 1]. A linear
/// layer makes the smallest maps; each stage, a 5x5 transposed convolution of stride 2, doubles their side; batch
/// normalisation and ReLU follow every layer but the last, which ends in tanh.
/// </summary>
/// <remarks>
/// Radford, Metz, Chintala: Unsupervised representation learning with deep convolutional generative adversarial networks,
/// 2016. State-dict keys: <c>project.linear.{weight,bias}</c>, <c>project.norm.*</c>, <c>stages.0.weight</c>,
/// <c>stages.0.norm.*</c> and so on; the last stage has <c>weight</c> and <c>bias</c>.
/// </remarks>
public sealed class Generator : Module<Tensor, Tensor>
{
    /// <summary>Enough to fill the cores, few enough to keep the largest maps small: what <see cref="Sample(Tensor, SamplingStatistics)"/> makes at a time.</summary>
    private const int SampleBatch = 64;

    /// <summary>Of the latents that fill up a small batch; any will do, as long as it stays the same.</summary>
    private const long CompanionSeed = 0;

    private Projection project;
    private ModuleList<TransposedConvolution> stages;

    /// <summary>Builds the network and draws its weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="seed">The same seed gives the same weights, on every device. Default 0.</param>
    /// <param name="logger">Told what was built, at debug level.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public Generator(GeneratorOptions options, long seed = 0, ILogger? logger = null)
        : base(NativeBackend.EnsureLoadedFor(nameof(Generator)))
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Checked();
        using torch.Generator random = Seeds.Stream(seed, SeedStream.GeneratorWeights);
        var initializer = new WeightInitializer(options.Initialization, random);

        Depths depths = options.Depths;
        project = new Projection(options.LatentSize, depths[0], options.BaseSize, options.Precision, initializer);
        stages = new ModuleList<TransposedConvolution>();
        for (int stage = 0; stage < depths.Count; stage++)
        {
            bool makesImage = stage == depths.Count - 1;
            int outChannels = makesImage ? options.ImageChannels : depths[stage + 1];
            stages.Add(new TransposedConvolution(depths[stage], outChannels, makesImage, options.Precision, initializer));
        }

        RegisterComponents();
        Log.GeneratorBuilt(
            logger ?? NullLogger.Instance, options.LatentSize, options.ImageChannels, options.ImageSize, depths, this.ParameterCount(), seed);
    }

    /// <summary>The shape that the network was built to.</summary>
    public GeneratorOptions Options { get; }

    internal Parameter FirstWeight => project.Linear.Weight;

    /// <summary>Makes images of latents. In training mode batch normalisation uses the batch's own statistics.</summary>
    /// <param name="latents">[N, LatentSize], of the network's element type and on its device; N at least 2 in training mode.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], with their graph where gradients are enabled.</returns>
    /// <exception cref="ArgumentException">The latents do not fit.</exception>
    public override Tensor forward(Tensor latents)
    {
        CheckLatents(latents, training && SamplingMode.Current is null);
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = project.call(latents.For(Options.Precision));
        foreach (TransposedConvolution stage in stages)
        {
            maps = stage.call(maps);
        }

        return maps.LikeParameters(FirstWeight).tanh_().MoveToOuterDisposeScope();
    }

    /// <summary>Draws latents as the network was trained on, on the CPU, so that a seed gives the same on every machine.</summary>
    /// <param name="count">How many: at least 1.</param>
    /// <param name="seed">Names them.</param>
    /// <returns>Latents [count, LatentSize], of the network's element type and on its device.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    public Tensor DrawLatents(int count, long seed)
    {
        Expect.AtLeast(1, count, nameof(count));
        using torch.Generator random = Seeds.Stream(seed, SeedStream.NamedLatents);
        return DrawLatents(count, random);
    }

    /// <summary>
    /// Makes images for use: no gradients, and nothing about the network changes, its training or evaluation mode included.
    /// Several threads may sample one generator, as long as none trains or moves it.
    /// </summary>
    /// <param name="latents">[N, LatentSize], of the network's element type and on its device; N at least 1.</param>
    /// <param name="statistics">What batch normalisation works by; the batch's own by default, as in the reference.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1].</returns>
    /// <exception cref="ArgumentException">The latents do not fit.</exception>
    public Tensor Sample(Tensor latents, SamplingStatistics statistics = SamplingStatistics.Batch)
    {
        CheckLatents(latents, training: false);
        Expect.Defined(statistics, nameof(statistics));
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        using var mode = new SamplingMode(statistics);
        Tensor[] parts = [.. latents.split(SampleBatch).Select(part => SampleBatchOf(part, statistics))];
        return (parts.Length == 1 ? parts[0] : cat(parts)).MoveToOuterDisposeScope();
    }

    internal Tensor DrawLatents(int count, torch.Generator random)
    {
        Expect.NotDisposed(FirstWeight, this);
        using DisposeScope scope = NewDisposeScope();
        Tensor latents = empty(count, Options.LatentSize, float32);
        latents = Options.LatentDistribution switch
        {
            LatentDistribution.Normal => latents.normal_(0, 1, random),
            _ => latents.uniform_(-1, 1, random),
        };
        return latents.to(FirstWeight.dtype, FirstWeight.device).MoveToOuterDisposeScope();
    }

    /// <summary>Before anything native sees them.</summary>
    internal void CheckLatents([NotNull] Tensor? latents, bool training)
    {
        Expect.NotDisposed(FirstWeight, this);
        Expect.Shape(latents, nameof(latents), -1, Options.LatentSize);
        Expect.Batch(latents, nameof(latents), training);
        Expect.Alike(latents, nameof(latents), FirstWeight);
    }

    private Tensor SampleBatchOf(Tensor latents, SamplingStatistics statistics)
    {
        long count = latents.shape[0];
        if (statistics != SamplingStatistics.Batch || count == SampleBatch)
        {
            return call(latents);
        }

        using torch.Generator random = Seeds.Stream(CompanionSeed, SeedStream.Companions);
        Tensor companions = DrawLatents(checked((int)(SampleBatch - count)), random);
        return call(cat([latents, companions])).narrow(0, 0, count).clone();
    }
}
