using System.Text.Json.Serialization;

namespace Dcgan.Core;

/// <summary>
/// Architecture of a <see cref="Generator"/>. The defaults are the reference's values and give 64x64 color images; change them
/// with a <c>with</c> expression. The generator's constructor checks the options.
/// </summary>
public sealed record GeneratorOptions
{
    /// <summary>Number of components of a latent (z). At least 1. Default 100.</summary>
    public int LatentSize { get; init; } = 100;

    /// <summary>
    /// Size of the smallest feature maps, in pixels (s_size): a number for a square, or height and width. With four stages,
    /// <c>(3, 4)</c> gives images of 48x64. Both sides at least 1. Default 4.
    /// </summary>
    public SpatialSize BaseSize { get; init; } = 4;

    /// <summary>
    /// Number of input feature maps of each stage, smallest maps first. Each stage doubles both sides. At least 1 stage.
    /// Default 1024, 512, 256, 128.
    /// </summary>
    public Depths Depths { get; init; } = [1024, 512, 256, 128];

    /// <summary>
    /// Side of the stages' kernels in pixels, 4 or 5. Default 5, as in the reference. With 4, as in PyTorch's example, all
    /// pixels of a stage's output are sums of equally many products, which avoids a dotted texture (Odena, Dumoulin, Olah, 2016:
    /// Deconvolution and checkerboard artifacts), and the stages need 16/25 of the multiplications.
    /// </summary>
    [JsonIgnore]
    public int KernelSize { get; init; } = Kernel.Side;

    /// <summary>
    /// Whether the last stage interpolates its input linearly and convolves with a 3x3 kernel, instead of a transposed convolution
    /// with <see cref="KernelSize"/>. Each pixel of the image then depends on all 3x3 weights, so neighboring pixels cannot drift apart
    /// into a dotted texture (resize-convolution: Odena, Dumoulin, Olah, 2016). The maps are 0 beyond their border. Default false, as in
    /// the reference.
    /// </summary>
    [JsonIgnore]
    public bool SmoothOutput { get; init; }

    /// <summary>Number of image channels, such as 1 for gray and 3 for color. At least 1. Default 3.</summary>
    public int ImageChannels { get; init; } = 3;

    /// <summary>
    /// Number of image classes, such as kinds of faces. At least 0. Default 0, as in the reference: an unconditional network.
    /// With 1 or more classes, the network generates an image from a latent and a label.
    /// </summary>
    public int Classes { get; init; }

    /// <summary>
    /// Names of the classes, one for each of <see cref="Classes"/>. They do not change the network; checkpoints and ONNX files keep them for
    /// whoever generates images. Default null: the classes have no names.
    /// </summary>
    public ClassNames? ClassNames { get; init; }

    /// <summary>
    /// Size of the class embedding that is concatenated to the latent. 0, the default, for none: each class then has its own scales and
    /// shifts of the normalized maps (conditional batch normalization). Both are learned; docs/recipes.md compares them. The option
    /// has no effect if <see cref="Classes"/> is 0.
    /// </summary>
    [JsonIgnore]
    public int LabelSize { get; init; }

    /// <summary>
    /// Distribution of the initial weights. Default <see cref="Initialization.GlorotUniform"/>, as in the reference.
    /// </summary>
    public Initialization Initialization { get; init; } = Initialization.GlorotUniform;

    /// <summary>Distribution of the latents. Default <see cref="LatentDistribution.Uniform"/>, as in the reference.</summary>
    public LatentDistribution LatentDistribution { get; init; } = LatentDistribution.Uniform;

    /// <summary>Element type that the layers compute in. Default <see cref="ComputePrecision.Float32"/>.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Float32;

    /// <summary>
    /// The defaults with the initialization of the DCGAN paper (Radford et al., 2016), N(0, 0.02), and the standard normal
    /// latents of its authors' code.
    /// </summary>
    public static GeneratorOptions Paper { get; } = new()
    {
        Initialization = Initialization.Normal,
        LatentDistribution = LatentDistribution.Normal,
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

    /// <summary><see cref="SmoothOutput"/> as files have it: none if it is false, as in files of earlier versions.</summary>
    [JsonInclude]
    [JsonPropertyName("smooth_output")]
    internal bool? StoredSmoothOutput
    {
        get => SmoothOutput ? true : null;
        init => SmoothOutput = value ?? false;
    }

    /// <summary>
    /// <see cref="LabelSize"/> as files have it, read after <see cref="Classes"/>. Without classes, and in a file that does not have it, 0 is
    /// 32, the default of earlier versions, which refuse 0.
    /// </summary>
    [JsonInclude]
    [JsonPropertyName("label_size")]
    internal int StoredLabelSize
    {
        get => Classes > 0 || LabelSize > 0 ? LabelSize : 32;
        init => LabelSize = Classes > 0 || value != 32 ? value : 0;
    }

    /// <summary>
    /// Number of input features of the first layer: the size of a latent plus, if class embeddings are concatenated to it, their size.
    /// </summary>
    internal long InputSize => Classes > 0 ? (long)LatentSize + LabelSize : LatentSize;

    /// <summary>Whether the classes scale and shift the normalized maps.</summary>
    internal bool ModulatesByClass => Classes > 0 && LabelSize == 0;

    /// <summary>Size of the vector of a class: its embedding, or its scales and shifts of all normalized layers.</summary>
    internal long ClassVectorSize => LabelSize > 0 ? LabelSize : 2 * Depths.Sum(depth => (long)depth);

    /// <summary>
    /// Enumerates the stages, smallest maps first. The last stage outputs the image and has no batch normalization.
    /// </summary>
    internal IEnumerable<StageShape> Stages() => Depths.Select((depth, stage) => stage == Depths.Count - 1
        ? new StageShape(depth, ImageChannels, SmoothOutput ? Kernel.InterpolatedSide : KernelSize, Normalizes: false)
        : new StageShape(depth, Depths[stage + 1], KernelSize, Normalizes: true));

    /// <summary>Checks all options.</summary>
    /// <returns>These options.</returns>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    internal GeneratorOptions Checked()
    {
        Expect.AtLeast(1, LatentSize, nameof(LatentSize));
        Expect.AtLeast(0, Classes, nameof(Classes));
        ClassNames?.Check(Classes, nameof(ClassNames));
        Expect.AtLeast(0, LabelSize, nameof(LabelSize));
        StageSizes.Check(BaseSize, Depths, ImageChannels, KernelSize);
        StageSizes.CheckWeights($"Classes {Classes} and {(LabelSize > 0 ? $"LabelSize {LabelSize}" : $"Depths {Depths}")}", Classes, ClassVectorSize);
        string label = Classes > 0 && LabelSize > 0 ? $", LabelSize {LabelSize}" : string.Empty;
        StageSizes.CheckWeights(
            $"LatentSize {LatentSize}{label}, BaseSize {StageSizes.Text(BaseSize)} and Depths[0] {Depths[0]}",
            Depths[0],
            BaseSize.Height,
            BaseSize.Width,
            InputSize);
        StageSizes.CheckWeights(
            $"Depths[{Depths.Count - 1}] {Depths[^1]} and ImageChannels {ImageChannels}", Depths[^1], ImageChannels, KernelSize, KernelSize);
        Expect.Defined(Initialization, nameof(Initialization));
        Expect.Defined(Precision, nameof(Precision));
        Expect.Defined(LatentDistribution, nameof(LatentDistribution));
        return this;
    }
}
