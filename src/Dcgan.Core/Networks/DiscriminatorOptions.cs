namespace Dcgan.Core;

/// <summary>
/// The shape of a <see cref="Discriminator"/>. The defaults are the reference's and judge 64x64 colour images; vary them
/// with <c>with</c>. The network that takes the record checks it.
/// </summary>
public sealed record DiscriminatorOptions
{
    /// <summary>Side of the smallest feature map, the last stage's, in pixels (s_size). At least 1. Default 4.</summary>
    public int BaseSize { get; init; } = 4;

    /// <summary>
    /// Feature maps that leave each stage, largest maps first. Each stage halves the side, so there are as many stages as
    /// depths: any number from 1. Default 64, 128, 256, 512.
    /// </summary>
    public Depths Depths { get; init; } = [64, 128, 256, 512];

    /// <summary>Channels of an image: 1 is grey, 3 is colour, any number works. At least 1. Default 3.</summary>
    public int ImageChannels { get; init; } = 3;

    /// <summary>
    /// Classes that images are of: as many as the generator's. 0, the default and the reference's, is an unconditional network;
    /// from 1 on it judges whether an image is real and of its class, by the projection of its features onto a vector of the
    /// class (Miyato and Koyama, 2018: cGANs with projection discriminator). At least 0.
    /// </summary>
    public int Classes { get; init; }

    /// <summary>How the weights are drawn. Default <see cref="Initialization.GlorotUniform"/>, the reference's.</summary>
    public Initialization Initialization { get; init; } = Initialization.GlorotUniform;

    /// <summary>
    /// Whether the first stage is batch-normalised like the others. Default true, as in the reference; the DCGAN paper
    /// leaves the discriminator's input layer unnormalised, because training there oscillated. Without it the first
    /// convolution has a bias. Of no effect where <see cref="BatchNorm"/> is false.
    /// </summary>
    public bool NormalizesFirstStage { get; init; } = true;

    /// <summary>
    /// Numbers that an image is judged by: 2, the default and the reference's, are the logits of "generated" and "real"; 1 is
    /// the score itself, what other objectives than the reference's are made for. The score of two logits is real - generated.
    /// </summary>
    public int Logits { get; init; } = 2;

    /// <summary>
    /// Whether stages are batch-normalised. Default true, as in the reference. Without it every stage has a bias, an image is
    /// judged by itself alone, in training too, as penalties of the gradient want it, and a batch may be of 1.
    /// </summary>
    public bool BatchNorm { get; init; } = true;

    /// <summary>
    /// Whether each layer's weight is divided by its largest singular value (Miyato et al., 2018: spectral normalisation), which
    /// bounds how fast the judgement changes from image to image and steadies training. With batch normalisation or without.
    /// Default false. It changes no first weight of a seed.
    /// </summary>
    public bool SpectralNorm { get; init; }

    /// <summary>What the layers compute in. Default <see cref="ComputePrecision.Float32"/>.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Float32;

    /// <summary>The defaults as the DCGAN paper has them (Radford et al., 2016): N(0, 0.02), no normalisation of the first stage.</summary>
    public static DiscriminatorOptions Paper { get; } = new()
    {
        Initialization = Initialization.Normal,
        NormalizesFirstStage = false,
    };

    /// <summary>
    /// Side of an image, in pixels: <see cref="BaseSize"/> times 2 to the number of depths. 64 by default; 0 where the options
    /// are not valid.
    /// </summary>
    public int ImageSize => StageSizes.ImageSize(BaseSize, Depths);

    /// <summary>
    /// The discriminator that is a generator's mirror image, as the reference's two networks are: the same sizes,
    /// channels and classes, its depths halved and in reverse.
    /// </summary>
    /// <param name="generator">The generator's shape.</param>
    /// <param name="like">
    /// Where everything else comes from, such as <see cref="Paper"/>; the reference's discriminator with the generator's
    /// initialisation and precision by default.
    /// </param>
    /// <returns>Options whose <see cref="ImageSize"/> and <see cref="ImageChannels"/> are the generator's.</returns>
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

    /// <summary>Whether a stage is batch-normalised; otherwise it has a bias.</summary>
    internal bool Normalizes(int stage) => BatchNorm && (stage > 0 || NormalizesFirstStage);

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
