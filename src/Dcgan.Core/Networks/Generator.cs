using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The DCGAN generator: maps latents [N, <see cref="GeneratorOptions.LatentSize"/>] to images [N, C, H, W] in [-1, 1]. A linear
/// layer computes the smallest maps. Each stage is a 5x5 transposed convolution with stride 2, which doubles both sides.
/// Batch normalization and ReLU follow every layer except the last, which ends in tanh.
/// </summary>
/// <remarks>
/// <para>
/// The architecture comes from Radford, Metz, Chintala: Unsupervised representation learning with deep convolutional generative
/// adversarial networks, 2016. "The reference", here and in all other comments, is a TensorFlow implementation of that paper for
/// face images. The defaults are the reference's values, and the golden tests compare with the reference's numbers in float64.
/// </para>
/// <para>
/// State-dict keys: <c>project.linear.{weight,bias}</c>, <c>project.norm.*</c>, <c>stages.0.weight</c>, <c>stages.0.norm.*</c>
/// and so on; the last stage has <c>weight</c> and <c>bias</c>; with classes, also <c>labels.weight</c>.
/// </para>
/// <para>
/// TorchSharp also has a <c>torch.Generator</c>. In a file with <c>using static TorchSharp.torch;</c>, add
/// <c>using Generator = Dcgan.Core.Generator;</c>.
/// </para>
/// </remarks>
public sealed partial class Generator : Module<Tensor, Tensor>
{
    internal const string ProjectKey = nameof(project);
    internal const string StagesKey = nameof(stages);
    internal const string LabelsKey = nameof(labels);

    /// <summary>State-dict key of <see cref="FirstWeight"/>.</summary>
    internal const string FirstWeightKey = $"{ProjectKey}.{Projection.WeightKey}";

    private Projection project;
    private ModuleList<TransposedConvolution> stages;
    private LabelEmbedding? labels;

    /// <summary>Builds the generator and draws its weights.</summary>
    /// <param name="options">Architecture of the network.</param>
    /// <param name="seed">The same seed gives the same weights on every device. Default 0.</param>
    /// <param name="logger">Receives a debug message about the network.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public Generator(GeneratorOptions options, long seed = 0, ILogger? logger = null)
        : base(NativeBackend.EnsureLoadedFor(nameof(Generator)))
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Checked();
        using torch.Generator random = Seeds.Stream(seed, SeedStream.GeneratorWeights);
        var initializer = new WeightInitializer(options.Initialization, random);

        project = new Projection(options.InputSize, options.Depths[0], options.BaseSize, options.Precision, initializer);
        stages = new ModuleList<TransposedConvolution>();
        foreach (StageShape stage in options.Stages())
        {
            stages.Add(new TransposedConvolution(stage, initializer));
        }

        labels = options.Classes == 0 ? null : new LabelEmbedding(
            options.Classes, options.ClassVectorSize, options.ModulatesByClass ? WeightInitializer.Zeros : initializer.ClassEmbeddings);
        RegisterComponents();
        Log.GeneratorBuilt(
            logger ?? NullLogger.Instance,
            options.LatentSize,
            options.ImageChannels,
            options.ImageSize.Height,
            options.ImageSize.Width,
            options.Depths.ToString(),
            this.ParameterCount(),
            seed);
    }

    /// <summary>The options that the network was built with.</summary>
    public GeneratorOptions Options { get; }

    /// <summary>The lock of the weights; a trainer's networks share one.</summary>
    internal AccessLock Access { get; set; } = new();

    internal Parameter FirstWeight => project.Weight;

    internal Projection Project => project;

    internal IReadOnlyList<TransposedConvolution> Stages => [.. stages];

    /// <summary>Vectors of the classes; null if there are no classes.</summary>
    internal LabelEmbedding? Labels => labels;

    /// <summary>Generates images from latents. In training mode, batch normalization uses the statistics of the batch.</summary>
    /// <param name="latents">
    /// [N, LatentSize], with the network's element type and device. N is at least 2 in training mode.
    /// </param>
    /// <returns>
    /// Images [N, C, H, W] in [-1, 1], with a graph if gradients are enabled. They are in channels_last memory format: call
    /// <c>contiguous()</c> before you read their data.
    /// </returns>
    /// <exception cref="ArgumentException">The latents do not fit, or the network has classes.</exception>
    public override Tensor forward(Tensor latents)
    {
        using AccessLock.Scope access = Access.Read();
        PassArguments? arguments = PassArguments.Take(this);
        CheckLatents(latents, training && SamplingMode.Current is null);
        if (arguments?.Classes is not Tensor vectors)
        {
            ClassLabels.Check(null, latents.size(0), Options.Classes);
            return Images(latents);
        }

        using DisposeScope scope = NewDisposeScope();
        return Images(cat([latents, vectors], 1)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Generates images of given classes. In training mode, batch normalization uses the statistics of the batch.
    /// </summary>
    /// <param name="latents">
    /// [N, LatentSize], with the network's element type and device. N is at least 2 in training mode.
    /// </param>
    /// <param name="labels">[N], int64, in [0, <see cref="GeneratorOptions.Classes"/> - 1], on any device.</param>
    /// <returns>
    /// Images [N, C, H, W] in [-1, 1], with a graph if gradients are enabled. They are in channels_last memory format: call
    /// <c>contiguous()</c> before you read their data.
    /// </returns>
    /// <exception cref="ArgumentException">The latents or the labels do not fit, or the network has no classes.</exception>
    public Tensor forward(Tensor latents, Tensor labels)
    {
        using AccessLock.Scope access = Access.Read();
        CheckLatents(latents, training && SamplingMode.Current is null);
        CheckLabels(labels, latents);
        using DisposeScope scope = NewDisposeScope();
        return Images(Inputs(latents, labels)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc cref="forward(Tensor, Tensor)"/>
    /// <remarks>Runs the hooks, as every <c>call</c>; they see the latents without the class embeddings.</remarks>
    public Tensor call(Tensor latents, Tensor labels)
    {
        using AccessLock.Scope access = Access.Read();
        CheckLatents(latents, training && SamplingMode.Current is null);
        CheckLabels(labels, latents);
        using DisposeScope scope = NewDisposeScope();
        return Make(latents, labels.to(latents.device)).MoveToOuterDisposeScope();
    }

    /// <summary>Lists the parameters of a generator, with their state-dict keys, without building it.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(GeneratorOptions options) =>
    [
        .. Projection.ParameterShapes(options.InputSize, options.Depths[0], options.BaseSize).Select(parameter => parameter.In(ProjectKey)),
        .. options.Stages().SelectMany((stage, index) =>
            TransposedConvolution.ParameterShapes(stage).Select(parameter => parameter.In($"{StagesKey}.{index}"))),
        .. options.Classes == 0
            ? []
            : LabelEmbedding.ParameterShapes(options.Classes, options.ClassVectorSize).Select(parameter => parameter.In(LabelsKey)),
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
    /// Generates the images of a training batch. The caller has checked the labels; another check would wait for the device.
    /// </summary>
    /// <param name="latents">[N, LatentSize].</param>
    /// <param name="labels">[N]; null if the network has no classes.</param>
    internal Tensor Make(Tensor latents, Tensor? labels = null)
    {
        if (labels is null)
        {
            return call(latents);
        }

        using Tensor vectors = this.labels!.call(labels);
        using PassArguments arguments = new(this) { Classes = vectors };
        return call(latents);
    }

    /// <summary>Checks latents before a native call.</summary>
    internal void CheckLatents([NotNull] Tensor? latents, bool training)
    {
        Expect.NotDisposed(FirstWeight, this);
        LatentDraws.Check(latents, Options, FirstWeight, training);
    }

    /// <summary>Checks labels, which must not be null, before a native call.</summary>
    internal void CheckLabels([NotNull] Tensor? labels, Tensor latents)
    {
        Expect.Alive(labels, nameof(labels));
        ClassLabels.Check(labels, latents.size(0), Options.Classes);
    }

    /// <summary>
    /// Creates the inputs of the network: latents, concatenated with the vectors of their classes if the network has classes.
    /// </summary>
    private Tensor Inputs(Tensor latents, Tensor? classes) =>
        labels is null || classes is null ? latents : cat([latents, labels.call(classes)], 1);

    /// <summary>Creates the inputs of the network. If it has classes, the labels cycle through them.</summary>
    private Tensor InputsInTurn(Tensor latents) => Inputs(latents, ClassLabels.InTurn(latents.size(0), Options.Classes, latents.device));

    /// <summary>Computes images from the inputs of the network.</summary>
    private Tensor Images(Tensor inputs)
    {
        using DisposeScope scope = NewDisposeScope();
        (Tensor maps, IReadOnlyList<ClassModulation> modulations) = ClassModulation.Split(inputs.For(Options.Precision), Options);
        maps = PassArguments.Call(project, maps, modulation: modulations.ElementAtOrDefault(0));
        foreach ((int index, TransposedConvolution stage) in stages.Index())
        {
            maps = PassArguments.Call(stage, maps, modulation: modulations.ElementAtOrDefault(index + 1));
        }

        return maps.Like(FirstWeight).tanh_().MoveToOuterDisposeScope();
    }
}
