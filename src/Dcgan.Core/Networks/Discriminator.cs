using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The DCGAN discriminator: images [N, C, H, W] to logits [N, 2], first "generated", then "real"; their softmax is the
/// probability of each. Or to one score [N, 1], where <see cref="DiscriminatorOptions.Logits"/> is 1. Each stage, a 5x5
/// convolution of stride 2, halves the side; batch normalisation and leaky ReLU follow it, and a linear layer makes the logits.
/// </summary>
/// <remarks>
/// State-dict keys: <c>stages.0.weight</c>, <c>stages.0.norm.*</c> (or <c>stages.0.bias</c> where the first stage is not
/// normalised) and so on, then <c>classifier.{weight,bias}</c>; with spectral normalisation <c>stages.0.spectral.u</c>
/// and so on; with classes <c>labels.weight</c>.
/// </remarks>
public sealed partial class Discriminator : Module<Tensor, Tensor>
{
    private ModuleList<Convolution> stages;
    private Linear classifier;
    private LabelEmbedding? labels;

    /// <summary>Builds the network and draws its weights.</summary>
    /// <param name="options">Its shape.</param>
    /// <param name="seed">The same seed gives the same weights, on every device. Default 0.</param>
    /// <param name="logger">Told what was built, at debug level.</param>
    /// <exception cref="ArgumentException">An option is out of its range.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public Discriminator(DiscriminatorOptions options, long seed = 0, ILogger? logger = null)
        : base(NativeBackend.EnsureLoadedFor(nameof(Discriminator)))
    {
        ArgumentNullException.ThrowIfNull(options);
        Options = options.Checked();
        using torch.Generator random = Seeds.Stream(seed, SeedStream.DiscriminatorWeights);
        var initializer = new WeightInitializer(options.Initialization, random);

        using torch.Generator? spectral = options.SpectralNorm ? Seeds.Stream(seed, SeedStream.SpectralNormalization) : null;

        Depths depths = options.Depths;
        stages = new ModuleList<Convolution>();
        for (int stage = 0; stage < depths.Count; stage++)
        {
            int inChannels = stage == 0 ? options.ImageChannels : depths[stage - 1];
            stages.Add(new Convolution(inChannels, depths[stage], options.Normalizes(stage), options.Precision, initializer, spectral));
        }

        classifier = new Linear(depths[^1] * options.BaseSize * options.BaseSize, options.Logits, options.Precision, initializer, spectral);
        labels = options.Classes == 0 ? null : new LabelEmbedding(initializer.Linear(depths[^1], options.Classes), spectral);
        RegisterComponents();
        Log.DiscriminatorBuilt(
            logger ?? NullLogger.Instance, options.ImageChannels, options.ImageSize, depths, this.ParameterCount(), seed);
    }

    /// <summary>The shape that the network was built to.</summary>
    public DiscriminatorOptions Options { get; }

    internal Parameter FirstWeight => classifier.Weight;

    /// <summary>Judges images. In training mode batch normalisation uses the batch's own statistics.</summary>
    /// <param name="images">
    /// [N, C, H, W] in [-1, 1], of the network's element type and on its device; N at least 2 in training mode, unless the
    /// network has no batch normalisation.
    /// </param>
    /// <returns>
    /// Logits [N, 2]: generated, real; or the score [N, 1]. With their graph where gradients are enabled.
    /// </returns>
    /// <exception cref="ArgumentException">The images do not fit.</exception>
    public override Tensor forward(Tensor images) => Logits(images, null);

    /// <summary>Judges whether images are real and of their classes.</summary>
    /// <param name="images">As <see cref="forward(Tensor)"/> takes them.</param>
    /// <param name="labels">[N], int64, 0 to <see cref="DiscriminatorOptions.Classes"/> - 1; on any device.</param>
    /// <returns>As <see cref="forward(Tensor)"/> gives them. The projection onto the class is added to the logit of "real".</returns>
    /// <exception cref="ArgumentException">The images or the labels do not fit, or the network has no classes.</exception>
    public Tensor forward(Tensor images, Tensor labels)
    {
        Expect.Alive(labels, nameof(labels));
        return Logits(images, labels);
    }

    /// <summary>
    /// What the network sees in images before it judges them: the maps of its last stage, by the same layers and in the same
    /// mode as <see cref="forward(Tensor)"/>. In training mode these passes move running statistics, too: for measures there is
    /// <c>Evaluator.DiscriminatorFeatures</c>.
    /// </summary>
    /// <param name="images">As <see cref="forward(Tensor)"/> takes them.</param>
    /// <returns>
    /// [N, D, s, s], D the last of the depths and s <see cref="DiscriminatorOptions.BaseSize"/>, of the parameters' element
    /// type. With their graph where gradients are enabled.
    /// </returns>
    /// <exception cref="ArgumentException">The images do not fit.</exception>
    public Tensor Features(Tensor images)
    {
        using DisposeScope scope = NewDisposeScope();
        CheckAll(images);
        return Maps(images).LikeParameters(FirstWeight).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// What <see cref="forward(Tensor, Tensor)"/> and <see cref="Features"/> give, of one pass. The labels have been checked: to look at
    /// them again would be to wait for the device.
    /// </summary>
    internal (Tensor Logits, Tensor Features) Judge(Tensor images, Tensor? labels = null)
    {
        CheckAll(images);
        using DisposeScope scope = NewDisposeScope();
        Tensor maps = Maps(images);
        return (OfMaps(maps, labels).MoveToOuterDisposeScope(), maps.LikeParameters(FirstWeight).MoveToOuterDisposeScope());
    }

    /// <summary>Shape and number, before anything native sees them; the device may still be another.</summary>
    internal void CheckImages([NotNull] Tensor? images, bool training)
    {
        Expect.NotDisposed(FirstWeight, this);
        Expect.Shape(images, nameof(images), -1, Options.ImageChannels, Options.ImageSize, Options.ImageSize);
        Expect.Batch(images, nameof(images), training && Options.BatchNorm);
        Expect.Type(images, nameof(images), FirstWeight.dtype);
    }

    private void CheckAll(Tensor images)
    {
        CheckImages(images, training);
        Expect.Alike(images, nameof(images), FirstWeight);
    }

    private void CheckAll(Tensor images, Tensor? classes)
    {
        CheckAll(images);
        ClassLabels.Check(classes, images.shape[0], Options.Classes);
    }

    private Tensor Logits(Tensor images, Tensor? classes)
    {
        CheckAll(images, classes);
        using DisposeScope scope = NewDisposeScope();
        return OfMaps(Maps(images), classes).MoveToOuterDisposeScope();
    }

    /// <summary>Of the last stage, in the type that the layers compute in.</summary>
    private Tensor Maps(Tensor images)
    {
        Tensor maps = ChannelsLast.Of(images.For(Options.Precision));
        foreach (Convolution stage in stages)
        {
            maps = stage.call(maps);
        }

        return maps;
    }

    /// <remarks>Features are channel-last, as in the reference.</remarks>
    private Tensor OfMaps(Tensor maps, Tensor? classes)
    {
        Tensor logits = classifier.call(maps.permute(0, 2, 3, 1).flatten(1)).LikeParameters(FirstWeight);
        if (labels is null || classes is null)
        {
            return logits;
        }

        // The paper's: the features' sums over all places, onto the class's vector.
        Tensor projected = (labels.call(classes) * maps.LikeParameters(FirstWeight).sum([2, 3])).sum(1, keepdim: true);
        return logits + (Options.Logits == 1 ? projected : cat([zeros_like(projected), projected], 1));
    }
}
