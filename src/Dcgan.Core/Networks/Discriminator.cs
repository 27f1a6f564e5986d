using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The DCGAN discriminator: maps images [N, C, H, W] to logits [N, 2], "generated" and "real", or to one score [N, 1] if
/// <see cref="DiscriminatorOptions.Logits"/> is 1. Each stage is a 5x5 convolution with stride 2, which halves both sides,
/// followed by batch normalization and leaky ReLU. A linear layer computes the logits.
/// </summary>
/// <remarks>
/// State-dict keys: <c>stages.0.weight</c>, <c>stages.0.norm.*</c> (or <c>stages.0.bias</c> if the first stage has no batch
/// normalization) and so on, then <c>classifier.{weight,bias}</c>; with spectral normalization, also <c>stages.0.spectral.u</c>
/// and so on; with classes, also <c>labels.weight</c>.
/// </remarks>
public sealed class Discriminator : Module<Tensor, Tensor>
{
    internal const string StagesKey = nameof(stages);
    internal const string ClassifierKey = nameof(classifier);
    internal const string LabelsKey = nameof(labels);

    private ModuleList<Convolution> stages;
    private Linear classifier;
    private LabelEmbedding? labels;

    /// <summary>Builds the discriminator and draws its weights.</summary>
    /// <param name="options">Architecture of the network.</param>
    /// <param name="seed">The same seed gives the same weights on every device. Default 0.</param>
    /// <param name="logger">Receives a debug message about the network.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public Discriminator(DiscriminatorOptions options, long seed = 0, ILogger? logger = null)
        : base(NativeBackend.EnsureLoadedFor(nameof(Discriminator)))
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Checked();
        using torch.Generator random = Seeds.Stream(seed, SeedStream.DiscriminatorWeights);
        var initializer = new WeightInitializer(options.Initialization, random);

        using torch.Generator? spectral = options.SpectralNorm ? Seeds.Stream(seed, SeedStream.SpectralNormalization) : null;

        stages = new ModuleList<Convolution>();
        foreach (StageShape stage in options.Stages())
        {
            stages.Add(new Convolution(stage, initializer, spectral));
        }

        classifier = new Linear(options.FeatureCount, options.Logits, options.Precision, initializer, spectral);
        labels = options.Classes == 0 ? null : new LabelEmbedding(options.Classes, options.Depths[^1], initializer.Weight, spectral);
        RegisterComponents();
        Log.DiscriminatorBuilt(
            logger ?? NullLogger.Instance,
            options.ImageChannels,
            options.ImageSize.Height,
            options.ImageSize.Width,
            options.Depths.ToString(),
            this.ParameterCount(),
            seed);
    }

    /// <summary>The options that the network was built with.</summary>
    public DiscriminatorOptions Options { get; }

    /// <summary>The lock of the weights; a trainer's networks share one.</summary>
    internal AccessLock Access { get; set; } = new();

    internal Parameter FirstWeight => classifier.Weight;

    internal IReadOnlyList<Convolution> Stages => [.. stages];

    internal Linear Classifier => classifier;

    /// <summary>Class embedding; null if there are no classes.</summary>
    internal LabelEmbedding? Labels => labels;

    /// <summary>Computes the logits of images. In training mode, batch normalization uses the statistics of the batch.</summary>
    /// <param name="images">
    /// [N, C, H, W] in [-1, 1], with the network's element type and device. N is at least 2 in training mode, unless the network
    /// has no batch normalization.
    /// </param>
    /// <returns>Logits [N, 2], "generated" and "real", or the score [N, 1], with a graph if gradients are enabled.</returns>
    /// <exception cref="ArgumentException">The images do not fit, or the network has classes.</exception>
    public override Tensor forward(Tensor images)
    {
        using AccessLock.Scope access = Access.Read();
        PassArguments? arguments = PassArguments.Take(this);
        CheckAll(images);
        if (arguments is null)
        {
            ClassLabels.Check(null, images.size(0), Options.Classes);
        }

        return ComputeLogits(images, arguments?.Classes, arguments);
    }

    /// <summary>Computes the logits of images and their classes.</summary>
    /// <param name="images">
    /// [N, C, H, W] in [-1, 1], with the network's element type and device. N is at least 2 in training mode, unless the network
    /// has no batch normalization.
    /// </param>
    /// <param name="labels">[N], int64, in [0, <see cref="DiscriminatorOptions.Classes"/> - 1], on any device.</param>
    /// <returns>
    /// Logits [N, 2], "generated" and "real", or the score [N, 1], with a graph if gradients are enabled. The projection onto the
    /// class embedding is added to the "real" logit or to the score.
    /// </returns>
    /// <exception cref="ArgumentException">The images or the labels do not fit, or the network has no classes.</exception>
    public Tensor forward(Tensor images, Tensor labels)
    {
        using AccessLock.Scope access = Access.Read();
        Expect.Alive(labels, nameof(labels));
        CheckAll(images);
        ClassLabels.Check(labels, images.size(0), Options.Classes);
        return ComputeLogits(images, labels);
    }

    /// <inheritdoc cref="forward(Tensor, Tensor)"/>
    /// <remarks>Runs the hooks, as every <c>call</c>; they see the images.</remarks>
    public Tensor call(Tensor images, Tensor labels)
    {
        using AccessLock.Scope access = Access.Read();
        Expect.Alive(labels, nameof(labels));
        CheckAll(images);
        ClassLabels.Check(labels, images.size(0), Options.Classes);
        return CallWith(images, labels);
    }

    /// <summary>
    /// Computes the feature maps of the last stage, in the same mode as <see cref="forward(Tensor)"/>. In training mode, it
    /// updates the running statistics. It does not run the discriminator's hooks. For evaluation measures, use
    /// <c>Evaluator.DiscriminatorFeatures</c> instead.
    /// </summary>
    /// <param name="images">
    /// [N, C, H, W] in [-1, 1], with the network's element type and device. N is at least 2 in training mode, unless the network
    /// has no batch normalization.
    /// </param>
    /// <returns>
    /// [N, D, h, w], in the element type of the parameters, with a graph if gradients are enabled. D is the last depth, and h and w
    /// are the sides of <see cref="DiscriminatorOptions.BaseSize"/>.
    /// </returns>
    /// <exception cref="ArgumentException">The images do not fit.</exception>
    public Tensor Features(Tensor images)
    {
        using AccessLock.Scope access = Access.Read();
        using DisposeScope scope = NewDisposeScope();
        CheckAll(images);
        return Maps(images).Like(FirstWeight).MoveToOuterDisposeScope();
    }

    /// <summary>Lists the parameters of a discriminator, with their state-dict keys, without building it.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(DiscriminatorOptions options) =>
    [
        .. options.Stages().SelectMany((stage, index) =>
            Convolution.ParameterShapes(stage).Select(parameter => parameter.In($"{StagesKey}.{index}"))),
        .. Linear.ParameterShapes(options.FeatureCount, options.Logits).Select(parameter => parameter.In(ClassifierKey)),
        .. options.Classes == 0
            ? []
            : LabelEmbedding.ParameterShapes(options.Classes, options.Depths[^1]).Select(parameter => parameter.In(LabelsKey)),
    ];

    /// <inheritdoc/>
    /// <remarks>Waits for calls of other threads.</remarks>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            base.Dispose(disposing);
            return;
        }

        using AccessLock.Scope access = Access.Write(nameof(Dispose));
        base.Dispose(disposing);
    }

    /// <summary>
    /// Computes the logits through <c>call</c>, so that the host's hooks run. The caller has checked the labels; another check
    /// would wait for the device.
    /// </summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="labels">[N]; null if there are no classes.</param>
    /// <param name="parts">Numbers of images of the parts that are normalized as separate batches; null for one batch.</param>
    internal Tensor CallWith(Tensor images, Tensor? labels, long[]? parts = null)
    {
        using PassArguments arguments = new(this) { Classes = labels, Parts = parts };
        return call(images);
    }

    /// <summary>Computes the last feature maps in the same pass as <see cref="CallWith"/> computes the logits.</summary>
    internal (Tensor Logits, Tensor Features) Judge(Tensor images, Tensor? labels = null)
    {
        using PassArguments arguments = new(this) { Classes = labels, KeepsFeatures = true };
        Tensor logits = call(images);
        return (logits, arguments.Features!);
    }

    /// <summary>Stops the training of the first stages' parameters.</summary>
    /// <param name="count">Number of stages, in [0, number of stages].</param>
    internal void FreezeStages(int count)
    {
        foreach (Parameter parameter in stages.Take(count).SelectMany(stage => stage.parameters()))
        {
            parameter.requires_grad = false;
        }
    }

    /// <summary>
    /// Checks the shape, number and element type of images before a native call. The images may be on another device.
    /// </summary>
    internal void CheckImages([NotNull] Tensor? images, bool training)
    {
        Expect.NotDisposed(FirstWeight, this);
        Expect.Shape(images, nameof(images), -1, Options.ImageChannels, Options.ImageSize.Height, Options.ImageSize.Width);
        Expect.Batch(images, nameof(images), training && Options.BatchNorm);
        Expect.Type(images, nameof(images), FirstWeight.dtype);
    }

    private void CheckAll([NotNull] Tensor? images)
    {
        CheckImages(images, training && SamplingMode.Current is null);
        Expect.Alike(images, nameof(images), FirstWeight);
    }

    /// <summary>Computes the logits and, if they are asked for, the features of images that have been checked.</summary>
    private Tensor ComputeLogits(Tensor images, Tensor? classes, PassArguments? arguments = null)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = Maps(images, arguments?.Parts);
        Tensor logits = LogitsOf(maps, classes);
        if (arguments is { KeepsFeatures: true })
        {
            arguments.Features = maps.Like(FirstWeight).MoveToOuterDisposeScope();
        }

        return logits.MoveToOuterDisposeScope();
    }

    /// <summary>Computes the maps of the last stage, in the element type that the layers compute in.</summary>
    private Tensor Maps(Tensor images, long[]? parts = null)
    {
        Tensor maps = ChannelsLast.Of(images.For(Options.Precision));
        foreach (Convolution stage in stages)
        {
            maps = PassArguments.Call(stage, maps, parts);
        }

        return maps;
    }

    /// <remarks>The classifier's features are channels-last, as in the reference.</remarks>
    private Tensor LogitsOf(Tensor maps, Tensor? classes)
    {
        Tensor logits = classifier.call(maps.permute(0, 2, 3, 1).flatten(1)).Like(FirstWeight);
        if (labels is null || classes is null)
        {
            return logits;
        }

        // As in the paper: the inner product of the sum-pooled features and the class embedding.
        Tensor projected = (labels.call(classes) * maps.Like(FirstWeight).sum([2, 3])).sum(1, keepdim: true);
        return logits.Add(Options.Logits == 1 ? projected : cat([zeros_like(projected), projected], 1));
    }
}
