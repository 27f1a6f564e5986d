namespace Dcgan.Core;

/// <summary>
/// The shape of a <see cref="Generator"/>. The defaults are the reference's and make 64x64 colour images; vary them with
/// <c>with</c>. The network that takes the record checks it.
/// </summary>
public sealed record GeneratorOptions
{
    /// <summary>Components of a latent (z). At least 1. Default 100.</summary>
    public int LatentSize { get; init; } = 100;

    /// <summary>Side of the smallest feature map, in pixels (s_size). At least 1. Default 4.</summary>
    public int BaseSize { get; init; } = 4;

    /// <summary>
    /// Feature maps that enter each stage, smallest maps first. Each stage doubles the side, so there are as many stages as
    /// depths: any number from 1. Default 1024, 512, 256, 128.
    /// </summary>
    public Depths Depths { get; init; } = [1024, 512, 256, 128];

    /// <summary>Channels of an image: 1 is grey, 3 is colour, any number works. At least 1. Default 3.</summary>
    public int ImageChannels { get; init; } = 3;

    /// <summary>
    /// Classes that images are of, such as kinds of faces. 0, the default and the reference's, is an unconditional network; from
    /// 1 on it makes an image of a latent and a label. At least 0.
    /// </summary>
    public int Classes { get; init; }

    /// <summary>
    /// Numbers that stand for a class, learned with the network and put beside the latent. At least 1. Default 32. Of no effect
    /// where <see cref="Classes"/> is 0.
    /// </summary>
    public int LabelSize { get; init; } = 32;

    /// <summary>How the weights are drawn. Default <see cref="Initialization.GlorotUniform"/>, the reference's.</summary>
    public Initialization Initialization { get; init; } = Initialization.GlorotUniform;

    /// <summary>What latents are drawn from. Default <see cref="LatentDistribution.Uniform"/>, the reference's.</summary>
    public LatentDistribution LatentDistribution { get; init; } = LatentDistribution.Uniform;

    /// <summary>What the layers compute in. Default <see cref="ComputePrecision.Float32"/>.</summary>
    public ComputePrecision Precision { get; init; } = ComputePrecision.Float32;

    /// <summary>
    /// The defaults with the initialisation of the DCGAN paper (Radford et al., 2016), N(0, 0.02), and the standard normal
    /// latents of its authors' code.
    /// </summary>
    public static GeneratorOptions Paper { get; } = new()
    {
        Initialization = Initialization.Normal,
        LatentDistribution = LatentDistribution.Normal,
    };

    /// <summary>
    /// Side of an image, in pixels: <see cref="BaseSize"/> times 2 to the number of depths. 64 by default; 0 where the options
    /// are not valid.
    /// </summary>
    public int ImageSize => StageSizes.ImageSize(BaseSize, Depths);

    /// <summary>What enters the first layer: a latent and, where there are classes, what stands for the label.</summary>
    internal long InputSize => Classes > 0 ? (long)LatentSize + LabelSize : LatentSize;

    internal GeneratorOptions Checked()
    {
        Expect.AtLeast(1, LatentSize, nameof(LatentSize));
        Expect.AtLeast(0, Classes, nameof(Classes));
        Expect.AtLeast(1, LabelSize, nameof(LabelSize));
        StageSizes.Check(BaseSize, Depths, ImageChannels);
        StageSizes.CheckWeights($"Classes {Classes} and LabelSize {LabelSize}", Classes, LabelSize);
        string label = Classes > 0 ? $", LabelSize {LabelSize}" : string.Empty;
        StageSizes.CheckWeights(
            $"LatentSize {LatentSize}{label}, BaseSize {BaseSize} and Depths[0] {Depths[0]}", Depths[0], BaseSize, BaseSize, InputSize);
        StageSizes.CheckWeights(
            $"Depths[{Depths.Count - 1}] {Depths[^1]} and ImageChannels {ImageChannels}", Depths[^1], ImageChannels, Kernel.Side * Kernel.Side);
        Expect.Defined(Initialization, nameof(Initialization));
        Expect.Defined(Precision, nameof(Precision));
        Expect.Defined(LatentDistribution, nameof(LatentDistribution));
        return this;
    }
}
