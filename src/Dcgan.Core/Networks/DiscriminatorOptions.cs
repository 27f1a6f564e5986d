using System.Text.Json.Serialization;

namespace Dcgan.Core;

/// <summary>
/// Architecture of a <see cref="Discriminator"/>. The defaults are the reference's values, for 64x64 color images; change them
/// with a <c>with</c> expression. The discriminator's constructor checks the options.
/// </summary>
public sealed record DiscriminatorOptions
{
    /// <summary>
    /// Size of the smallest feature maps, which the last stage outputs, in pixels (s_size): a number for a square, or height and
    /// width. Both sides at least 1. Default 4.
    /// </summary>
    public SpatialSize BaseSize { get; init; } = 4;

    /// <summary>
    /// Number of output feature maps of each stage, largest maps first. Each stage halves both sides. At least 1 stage. Default
    /// 64, 128, 256, 512.
    /// </summary>
    public Depths Depths { get; init; } = [64, 128, 256, 512];

    /// <summary>
    /// Side of the stages' kernels in pixels, 4 or 5. Default 5, as in the reference. With 4, as in PyTorch's example, the
    /// stages need 16/25 of the multiplications.
    /// </summary>
    [JsonIgnore]
    public int KernelSize { get; init; } = Kernel.Side;

    /// <summary>Number of image channels, such as 1 for gray and 3 for color. At least 1. Default 3.</summary>
    public int ImageChannels { get; init; } = 3;

    /// <summary>
    /// Number of image classes, equal to the generator's. At least 0. Default 0, as in the reference: an unconditional network.
    /// With 1 or more classes, the network judges whether an image is real and belongs to its class, by projecting the image
    /// features onto the class embedding (Miyato and Koyama, 2018: cGANs with projection discriminator).
    /// </summary>
    public int Classes { get; init; }

    /// <summary>
    /// Distribution of the initial weights. Default <see cref="Initialization.GlorotUniform"/>, as in the reference.
    /// </summary>
    public Initialization Initialization { get; init; } = Initialization.GlorotUniform;

    /// <summary>
    /// Whether the first stage has batch normalization like the other stages. Default true, as in the reference. The DCGAN paper
    /// omits it because it made training oscillate. If false, the first convolution has a bias. The option has no effect if
    /// <see cref="BatchNorm"/> is false.
    /// </summary>
    public bool NormalizesFirstStage { get; init; } = true;

    /// <summary>
    /// Number of outputs per image, 1 or 2. Default 2, as in the reference: the logits of "generated" and "real"; their
    /// difference, real - generated, is the score. With 1, the output is the score itself, which objectives other than the
    /// reference's expect.
    /// </summary>
    public int Logits { get; init; } = 2;

    /// <summary>
    /// Whether the stages have batch normalization. Default true, as in the reference. If false, every stage has a bias, and a
    /// batch may have 1 image. Each image is then judged independently of its batch, even in training, as gradient penalties
    /// require.
    /// </summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>
    /// Whether the weight of each layer is divided by its largest singular value (Miyato et al., 2018: spectral normalization),
    /// which limits the Lipschitz constant of the layer and stabilizes training. It works with or without batch normalization and
    /// does not change the initial weights that a seed gives. Default false.
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
    /// Size of an image in pixels: <see cref="BaseSize"/> times 2 to the power of the number of depths, 64x64 by default; 0x0 if
    /// the options are not valid.
    /// </summary>
    public SpatialSize ImageSize => StageSizes.ImageSize(BaseSize, Depths);

    /// <summary>The kernel size as files have it: none if it is the reference's, as in files of earlier versions.</summary>
    [JsonInclude]
    [JsonPropertyName("kernel_size")]
    internal int? StoredKernelSize
    {
        get => KernelSize == Kernel.Side ? null : KernelSize;
        init => KernelSize = value ?? Kernel.Side;
    }

    /// <summary>Number of input features of the classifier: the number of values in the last stage's maps of one image.</summary>
    internal long FeatureCount => Depths[^1] * BaseSize.Area;

    /// <summary>
    /// Creates the options of a discriminator that mirrors a generator: the same sizes, channels and classes, and the generator's
    /// depths in reverse order, each times a factor.
    /// </summary>
    /// <param name="generator">Options of the generator.</param>
    /// <param name="like">
    /// Source of all other options, such as <see cref="Paper"/>. By default, the reference's values with the generator's
    /// initialization and precision.
    /// </param>
    /// <param name="width">Factor of the depths, above 0; each depth is rounded down, to at least 1. Default 0.5, as in the reference.</param>
    /// <returns>Options with the generator's <see cref="ImageSize"/> and <see cref="ImageChannels"/>.</returns>
    /// <exception cref="ArgumentException">The generator's options are not valid, or the width is out of range.</exception>
    public static DiscriminatorOptions Mirror(GeneratorOptions generator, DiscriminatorOptions? like = null, double width = 0.5)
    {
        ArgumentNullException.ThrowIfNull(generator);
        Expect.Above(0, width, nameof(width));
        Expect.Finite(width, nameof(width));
        generator.Checked();
        like ??= new() { Initialization = generator.Initialization, Precision = generator.Precision };
        return like with
        {
            BaseSize = generator.BaseSize,
            Depths = new Depths(generator.Depths.Reverse().Select(depth => (int)Math.Clamp(depth * width, 1, int.MaxValue))),
            ImageChannels = generator.ImageChannels,
            Classes = generator.Classes,
        };
    }

    /// <summary>Enumerates the stages, largest maps first.</summary>
    internal IEnumerable<StageShape> Stages() => Depths.Select((depth, stage) => new StageShape(
        stage == 0 ? ImageChannels : Depths[stage - 1], depth, KernelSize, Normalizes: BatchNorm && (stage > 0 || NormalizesFirstStage)));

    /// <summary>Checks all options.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal DiscriminatorOptions Checked()
    {
        Expect.AtLeast(0, Classes, nameof(Classes));
        Expect.AtLeast(1, Logits, nameof(Logits));
        Expect.AtMost(2, Logits, nameof(Logits));
        StageSizes.Check(BaseSize, Depths, ImageChannels, KernelSize);
        StageSizes.CheckWeights(
            $"ImageChannels {ImageChannels} and Depths[0] {Depths[0]}", Depths[0], ImageChannels, KernelSize, KernelSize);
        StageSizes.CheckWeights(
            $"Depths[{Depths.Count - 1}] {Depths[^1]} and BaseSize {StageSizes.Text(BaseSize)}", Depths[^1], BaseSize.Height, BaseSize.Width, Logits);
        StageSizes.CheckWeights($"Classes {Classes} and Depths[{Depths.Count - 1}] {Depths[^1]}", Classes, Depths[^1]);
        Expect.Defined(Initialization, nameof(Initialization));
        Expect.Defined(Precision, nameof(Precision));
        return this;
    }
}
