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
/// <c>stages.0.norm.*</c> and so on; the last stage has <c>weight</c> and <c>bias</c>; with classes
/// there is <c>labels.weight</c>.
/// </remarks>
public sealed partial class Generator : Module<Tensor, Tensor>
{
    /// <summary>Of the latents that fill up a small batch; any will do, as long as it stays the same.</summary>
    private const long CompanionSeed = 0;

    private Projection project;
    private ModuleList<TransposedConvolution> stages;
    private LabelEmbedding? labels;

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
        project = new Projection(checked((int)options.InputSize), depths[0], options.BaseSize, options.Precision, initializer);
        stages = new ModuleList<TransposedConvolution>();
        for (int stage = 0; stage < depths.Count; stage++)
        {
            bool makesImage = stage == depths.Count - 1;
            int outChannels = makesImage ? options.ImageChannels : depths[stage + 1];
            stages.Add(new TransposedConvolution(depths[stage], outChannels, makesImage, options.Precision, initializer));
        }

        labels = options.Classes == 0 ? null : new LabelEmbedding(initializer.LabelVectors(options.Classes, options.LabelSize));
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
        ClassLabels.Check(null, latents.shape[0], Options.Classes);
        return Images(latents);
    }

    /// <summary>
    /// Draws latents as the network was trained on. A seed names the same latents, to the bit, on every machine; its first ones
    /// are the same however many are drawn.
    /// </summary>
    /// <param name="count">How many: at least 1.</param>
    /// <param name="seed">Names them.</param>
    /// <returns>Latents [count, LatentSize], of the network's element type and on its device.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    public Tensor DrawLatents(int count, long seed)
    {
        Expect.NotDisposed(FirstWeight, this);
        return LatentDraws.Draw(Options, count, seed, FirstWeight);
    }

    /// <inheritdoc cref="Sample(Tensor, SamplingStatistics?)"/>
    public Tensor Sample(Tensor latents) => Sample(latents, statistics: null);

    /// <summary>
    /// Makes images for use: no gradients, and nothing about the network changes, its training or evaluation mode included.
    /// Several threads may sample one generator, as long as none trains or moves it.
    /// </summary>
    /// <param name="latents">[N, LatentSize], of the network's element type and on its device; N at least 1.</param>
    /// <param name="statistics">
    /// What batch normalisation works by. By default, which null is, the calibrated statistics where there are any, else the batch's own, as in
    /// the reference: both show the weights as they are, where the running ones, which lag behind, can show no face at all.
    /// </param>
    /// <returns>Images [N, C, H, W] in [-1, 1].</returns>
    /// <exception cref="ArgumentException">The latents do not fit.</exception>
    /// <exception cref="InvalidOperationException">Calibrated statistics are asked for, and there are none.</exception>
    public Tensor Sample(Tensor latents, SamplingStatistics? statistics)
    {
        CheckLatents(latents, training: false);
        ClassLabels.Check(null, latents.shape[0], Options.Classes);
        return SampleInputs(latents, statistics);
    }

    /// <summary>
    /// A copy of the network as it is now, for use only: with batch normalisation by fixed statistics folded into its weights it
    /// makes images fastest, and each image depends on its own latent only.
    /// </summary>
    /// <param name="statistics">
    /// <see cref="SamplingStatistics.Calibrated"/>, the default, or <see cref="SamplingStatistics.Running"/>. Where the network is not
    /// calibrated, statistics are made of 1,024 latents for the copy alone, which takes some seconds at the reference's depths:
    /// <see cref="Calibrate(int, long, CancellationToken)"/> once, before several copies are made.
    /// </param>
    /// <returns>The copy, which the caller disposes. Nothing about this network has changed.</returns>
    /// <exception cref="ArgumentException">The statistics are those of a batch, which are not fixed.</exception>
    public FrozenGenerator Freeze(SamplingStatistics statistics = SamplingStatistics.Calibrated) =>
        Freeze(Options.Precision, statistics);

    /// <summary><see cref="Freeze(SamplingStatistics)"/>, to compute in a precision of its own.</summary>
    internal FrozenGenerator Freeze(
        ComputePrecision precision,
        SamplingStatistics statistics = SamplingStatistics.Calibrated,
        CancellationToken cancellationToken = default)
    {
        Expect.NotDisposed(FirstWeight, this);

        // What is made while a host's thread infers could never be differentiated through.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        IReadOnlyList<ChannelStatistics> folded = ForFolding(statistics, scope, cancellationToken);
        IFrozenLayer[] layers =
        [
            project.Freeze(precision, folded[0]),
            .. stages.Select((stage, index) => stage.Freeze((long)Options.BaseSize << index, precision, folded.ElementAtOrDefault(index + 1))),
        ];
        return new FrozenGenerator(Options with { Precision = precision }, layers, FirstWeight, labels?.Weight);
    }

    internal Tensor DrawLatents(int count, torch.Generator random)
    {
        Expect.NotDisposed(FirstWeight, this);
        return LatentDraws.Draw(Options, count, random, FirstWeight);
    }

    /// <summary>Before anything native sees them.</summary>
    internal void CheckLatents([NotNull] Tensor? latents, bool training)
    {
        Expect.NotDisposed(FirstWeight, this);
        LatentDraws.Check(latents, Options, FirstWeight, training);
    }

    /// <summary>Images of what enters the first layer.</summary>
    private Tensor Images(Tensor inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = project.call(inputs.For(Options.Precision));
        foreach (TransposedConvolution stage in stages)
        {
            maps = stage.call(maps);
        }

        return maps.LikeParameters(FirstWeight).tanh_().MoveToOuterDisposeScope();
    }

    private Tensor SampleInputs(Tensor inputs, SamplingStatistics? statistics)
    {
        SamplingStatistics chosen = ForSampling(statistics);
        using var mode = new SamplingMode(chosen);
        return SampleBatches.Make(inputs, part => SampleBatch(part, chosen));
    }

    private Tensor SampleBatch(Tensor inputs, SamplingStatistics statistics)
    {
        long count = inputs.shape[0];
        if (statistics != SamplingStatistics.Batch || count == SampleBatches.Size)
        {
            return ImagesByCall(inputs);
        }

        using torch.Generator random = Seeds.Stream(CompanionSeed, SeedStream.Companions);
        Tensor companions = InputsInTurn(DrawLatents(checked((int)(SampleBatches.Size - count)), random));
        return ImagesByCall(cat([inputs, companions])).narrow(0, 0, count);
    }

    /// <summary>As a host's hooks expect it, where the inputs are latents alone.</summary>
    private Tensor ImagesByCall(Tensor inputs) => labels is null ? call(inputs) : Images(inputs);
}
