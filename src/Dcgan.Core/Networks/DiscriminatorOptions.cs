namespace Dcgan.Core;

/// <summary>
/// Architecture of a <see cref="Discriminator"/>. The defaults are those of the reference, for 64x64 color images; change them
/// with <c>with</c>. The network that is built with the record checks it.
/// </summary>
public sealed record DiscriminatorOptions
{
    /// <summary>Side of the smallest feature maps, those of the last stage, in pixels (s_size). At least 1. Default 4.</summary>
    public int BaseSize { get; init; } = 4;

    /// <summary>
    /// Number of output feature maps of each stage, largest maps first. Each stage halves the side, so the number of depths is
    /// the number of stages: at least 1. Default 64, 128, 256, 512.
    /// </summary>
    public Depths Depths { get; init; } = [64, 128, 256, 512];

    /// <summary>Channels of an image, such as 1 for gray and 3 for color. At least 1. Default 3.</summary>
    public int ImageChannels { get; init; } = 3;

    /// <summary>
    /// Number of image classes, the same as the generator's. At least 0. Default 0, as in the reference: an unconditional
    /// network. From 1 on, the network judges whether an image is real and of its class, by projecting its features onto an
    /// embedding of the class (Miyato and Koyama, 2018: cGANs with projection discriminator).
    /// </summary>
    public int Classes { get; init; }

    /// <summary>
    /// Distribution of the initial weights. Default <see cref="Initialization.GlorotUniform"/>, as in the reference.
    /// </summary>
    public Initialization Initialization { get; init; } = Initialization.GlorotUniform;

    /// <summary>
    /// Whether the first stage has batch normalization like the others. Default true, as in the reference. The DCGAN paper leaves
    /// it out because it made training oscillate. Without it the first convolution has a bias. It has no effect where
    /// <see cref="BatchNorm"/> is false.
    /// </summary>
    public bool NormalizesFirstStage { get; init; } = true;

    /// <summary>
    /// Number of outputs for an image, 1 or 2. Default 2, as in the reference: the logits of "generated" and "real", whose
    /// difference, real - generated, is the score. With 1 the output is the score, as objectives other than the reference's expect.
    /// </summary>
    public int Logits { get; init; } = 2;

    /// <summary>
    /// Whether stages have batch normalization. Default true, as in the reference. Without it every stage has a bias, an image is
    /// judged independently of its batch, also in training, as gradient penalties require, and a batch may have 1 image.
    /// </summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>
    /// Whether the weight of each layer is divided by its largest singular value (Miyato et al., 2018: spectral normalization),
    /// which limits how fast the output changes with the image and stabilizes training. It works with and without batch
    /// normalization and does not change the initial weights of a seed. Default false.
    /// </summary>
    public bool SpectralNorm { get; init; }

    /// <summary>Element type that the layers compute in. Default <see cref="ComputePrecision.Float32"/>.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Float32;

    /// <summary>
    /// The defaults with the changes of the DCGAN paper (Radford et al., 2016): N(0, 0.02) initialization, and no batch
    /// normalization in the first stage.
    /// </summary>
    public static DiscriminatorOptions Paper { get; } = new()
    {
        Initialization = Initialization.Normal,
        NormalizesFirstStage = false,
    };

    /// <summary>
    /// Side of an image in pixels: <see cref="BaseSize"/> times 2 to the power of the number of depths, 64 by default; 0 where
    /// the options are not valid.
    /// </summary>
    public int ImageSize => StageSizes.ImageSize(BaseSize, Depths);

    /// <summary>Size of an input row of the classifier: the values of the last stage's maps.</summary>
    internal long FeatureCount => (long)Depths[^1] * BaseSize * BaseSize;

    /// <summary>
    /// Creates the mirror image of a generator, as the reference's two networks are: the same sizes, channels and classes, and
    /// half its depths in reverse order.
    /// </summary>
    /// <param name="generator">Options of the generator.</param>
    /// <param name="like">
    /// Source of all other options, such as <see cref="Paper"/>; by default those of the reference with the generator's
    /// initialization and precision.
    /// </param>
    /// <returns>Options with the generator's <see cref="ImageSize"/> and <see cref="ImageChannels"/>.</returns>
    /// <exception cref="ArgumentException">The generator's options are not valid.</exception>
    public static DiscriminatorOptions Mirror(GeneratorOptions generator, DiscriminatorOptions? like = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        generator.Checked();
        like ??= new() { Initialization = generator.Initialization, Precision = generator.Precision };
        return like with
        {
            BaseSize = generator.BaseSize,
            Depths = new Depths(generator.Depths.Reverse().Select(depth => Math.Max(1, depth / 2))),
            ImageChannels = generator.ImageChannels,
            Classes = generator.Classes,
        };
    }

    /// <summary>Enumerates the stages, largest maps first.</summary>
    internal IEnumerable<StageShape> Stages() => Depths.Select((depth, stage) => new StageShape(
        stage == 0 ? ImageChannels : Depths[stage - 1], depth, Normalizes: BatchNorm && (stage > 0 || NormalizesFirstStage)));

    /// <summary>Checks all options.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal DiscriminatorOptions Checked()
    {
        Expect.AtLeast(0, Classes, nameof(Classes));
        Expect.AtLeast(1, Logits, nameof(Logits));
        Expect.AtMost(2, Logits, nameof(Logits));
        StageSizes.Check(BaseSize, Depths, ImageChannels);
        StageSizes.CheckWeights(
            $"ImageChannels {ImageChannels} and Depths[0] {Depths[0]}", Depths[0], ImageChannels, Kernel.Side * Kernel.Side);
        StageSizes.CheckWeights(
            $"Depths[{Depths.Count - 1}] {Depths[^1]} and BaseSize {BaseSize}", Depths[^1], BaseSize, BaseSize, Logits);
        StageSizes.CheckWeights($"Classes {Classes} and Depths[{Depths.Count - 1}] {Depths[^1]}", Classes, Depths[^1]);
        Expect.Defined(Initialization, nameof(Initialization));
        Expect.Defined(Precision, nameof(Precision));
        return this;
    }
}
