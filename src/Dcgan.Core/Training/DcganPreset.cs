using Microsoft.Extensions.Logging;

namespace Dcgan.Core;

/// <summary>
/// Network shapes and training options that belong together. Vary a preset with <c>with</c> and its image size with
/// <see cref="ForImages"/>: <c>DcganPreset.Paper.ForImages(64, firstDepth: 256) with { Trainer = ... }</c>.
/// </summary>
public sealed record DcganPreset
{
    /// <summary>The reference's configuration, which is the default of every option.</summary>
    public static DcganPreset Reference { get; } = new();

    /// <summary>
    /// The DCGAN paper's configuration (Radford et al., 2016): normally distributed weights and latents, no batch normalization
    /// in the discriminator's first stage, batch size 128. The Adam settings and the network shapes equal the reference's.
    /// </summary>
    public static DcganPreset Paper { get; } = new()
    {
        Generator = GeneratorOptions.Paper,
        Discriminator = DiscriminatorOptions.Paper,
        BatchSize = 128,
    };

    /// <summary>
    /// This library's recommendation: the paper's networks with 4x4 kernels and a smooth output in the generator and a discriminator
    /// as wide as the generator, batches of 16 images, alternating updates, an R1 penalty, an averaged generator (EMA), and random horizontal
    /// flips of the real images. Use <see cref="ForRun"/> with it. docs/recipes.md has the measurements. If a mirrored image of your data
    /// could not be real, switch off the flips: <c>Augmentation = AugmentationOptions.None</c>.
    /// </summary>
    public static DcganPreset Recommended { get; } = new()
    {
        Generator = GeneratorOptions.Paper with { KernelSize = 4, SmoothOutput = true },
        Discriminator = DiscriminatorOptions.Mirror(GeneratorOptions.Paper, DiscriminatorOptions.Paper, width: 1),
        DiscriminatorWidth = 1,
        Trainer = new DcganTrainerOptions
        {
            Schedule = UpdateSchedule.Alternating(),
            Loss = new DcganLossOptions { R1Weight = 0.1, PenaltyInterval = 16, PenaltyStart = 5_000 },
            EmaHalfLife = 10_000,
            Augmentation = new AugmentationOptions { HorizontalFlip = true },
        },
        BatchSize = 16,
        ScalesLearningRate = true,
    };

    /// <summary>
    /// The recommendation for 100 to 2,000 images, measured on 100 and 500: <see cref="Recommended"/>, and augmentation of the real and the
    /// generated images (DiffAugment) with a probability that rises while the discriminator memorizes. docs/recipes.md has the measurements. Use
    /// <see cref="ForRun"/> with it. If a mirrored image of your data could not be real, switch off the flips:
    /// <c>Augmentation = preset.Trainer.Augmentation with { HorizontalFlip = false }</c>. If color tells real images apart, switch off
    /// <c>Color</c> in the same way.
    /// </summary>
    public static DcganPreset FewImages { get; } = Recommended with
    {
        Trainer = Recommended.Trainer with
        {
            Augmentation = AugmentationOptions.DiffAugment with { HorizontalFlip = true, AdaptiveTarget = 0.6, AdaptiveImages = 50_000 },
        },
    };

    /// <summary>
    /// Fewest images over which the learning rates fall. With rates that fell over 65,825 images, a Fréchet distance of 36 became one of 51;
    /// with rates that fell over 197,475 images, one of 41 became one of 23: docs/recipes.md.
    /// </summary>
    private const long FewestDecayImages = 200_000;

    /// <summary>
    /// The smallest first depth whose learning rates fall. Narrower networks learn more slowly: at a first depth of 256, a Fréchet distance of
    /// 23 with constant rates was one of 35 with rates that fell over 236,970 images, and at 128, one of 29 was one of 40.
    /// </summary>
    private const long DecayDepth = 512;

    /// <summary>The generator's shape. Default: the reference's.</summary>
    public GeneratorOptions Generator { get; init; } = new();

    /// <summary>The discriminator's shape, for images of the generator's size. Default: the reference's.</summary>
    public DiscriminatorOptions Discriminator { get; init; } = new();

    /// <summary>
    /// Factor by which <see cref="For"/> multiplies the generator's depths for the discriminator, above 0. Default 0.5, as in the
    /// reference.
    /// </summary>
    public double DiscriminatorWidth { get; init; } = 0.5;

    /// <summary>How to train the networks. Default: as the reference does.</summary>
    public DcganTrainerOptions Trainer { get; init; } = new();

    /// <summary>
    /// The batch size that the other options were chosen for, in real images. It is a suggestion: the host makes the batches. At
    /// least 2. Default 32.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>
    /// Whether <see cref="For"/> raises the learning rates for networks narrower than the reference's. Default false, so that
    /// <see cref="Reference"/> and <see cref="Paper"/> keep their published rate in every shape; true in
    /// <see cref="Recommended"/>.
    /// </summary>
    /// <remarks>
    /// The rates are multiplied by (1024 / first depth)^¼, at least 1 and at most 2: 2e-4 becomes 3.4e-4 at a first depth of 128.
    /// The factor is this library's own. An Adam step changes each weight by about the learning rate, regardless of the gradient's
    /// size, and an output sums over as many weights as the layer is wide. At the reference's rate, narrow networks therefore learn
    /// slowly; at twice the rate of this rule, they lose quality. docs/recipes.md has the measurements.
    /// </remarks>
    public bool ScalesLearningRate { get; init; }

    /// <summary>
    /// Returns the preset for other images: with other sizes of both networks, or with classes. The discriminator mirrors the
    /// generator, with <see cref="DiscriminatorWidth"/>. If only the size of the images matters, use <see cref="ForImages"/>.
    /// </summary>
    /// <param name="depths">The generator's depths, smallest maps first. Each stage doubles both sides.</param>
    /// <param name="baseSize">
    /// Size of the generator's smallest map in pixels, a number or height and width, each at least 1; null for the preset's value.
    /// </param>
    /// <param name="imageChannels">Number of image channels, at least 1; null for the preset's value.</param>
    /// <param name="classes">Number of image classes, 0 for no classes; null for the preset's value.</param>
    /// <returns>
    /// A preset that differs only in these options and, if <see cref="ScalesLearningRate"/> is true, in the learning rates. Set a
    /// rate of your own afterward.
    /// </returns>
    /// <exception cref="ArgumentException">The sizes are not valid.</exception>
    public DcganPreset For(Depths depths, SpatialSize? baseSize = null, int? imageChannels = null, int? classes = null)
    {
        ArgumentNullException.ThrowIfNull(depths);
        GeneratorOptions generator = Generator with
        {
            Depths = depths,
            BaseSize = baseSize ?? Generator.BaseSize,
            ImageChannels = imageChannels ?? Generator.ImageChannels,
            Classes = classes ?? Generator.Classes,
        };
        return this with
        {
            Generator = generator,
            Discriminator = DiscriminatorOptions.Mirror(generator, Discriminator, DiscriminatorWidth),
            Trainer = ScalesLearningRate ? WithRatesFor(depths[0]) : Trainer,
        };
    }

    /// <summary>
    /// Returns the preset for images of a size. The base size and the number of stages follow from it: both sides are halved while
    /// they are even and the map keeps at least 12 positions, as 3x4 has. So 64 has four stages from 4x4, 128 has five, 48x64 four
    /// from 3x4, and 28 two from 7x7. The first depth is halved from stage to stage. docs/recipes.md compares first depths.
    /// </summary>
    /// <param name="imageSize">Size of the images in pixels, a number or height and width, each even and at least 2.</param>
    /// <param name="firstDepth">
    /// Depth of the generator's first stage, at least 1; null for the preset's value, which is the reference's 1024. Networks of
    /// half the depths need a quarter of the computation.
    /// </param>
    /// <param name="imageChannels">Number of image channels, at least 1; null for the preset's value.</param>
    /// <param name="classes">Number of image classes, 0 for no classes; null for the preset's value.</param>
    /// <returns>A preset that differs as that of <see cref="For"/> does.</returns>
    /// <exception cref="ArgumentException">The sizes are not valid.</exception>
    public DcganPreset ForImages(SpatialSize imageSize, int? firstDepth = null, int? imageChannels = null, int? classes = null)
    {
        int first = firstDepth ?? Generator.Depths[0];
        Expect.AtLeast(1, first, nameof(firstDepth));
        (SpatialSize baseSize, int stages) = StageSizes.Of(imageSize, nameof(imageSize));
        return For([.. Enumerable.Range(0, stages).Select(stage => Math.Max(1, first >> stage))], baseSize, imageChannels, classes);
    }

    /// <summary>
    /// Returns the preset for a run of a length: the learning rates fall over these images, but over at least 200,000. If the first depth is
    /// below 512, they stay constant. Call it after <see cref="For"/> or <see cref="ForImages"/>, which set the depths.
    /// </summary>
    /// <param name="images">Length of the run in real images, at least 0: epochs times the images of an epoch.</param>
    /// <returns>
    /// A preset that differs in <see cref="DcganTrainerOptions.LearningRateDecayImages"/> only. A run may end sooner or go on for longer;
    /// its learning rates then end higher, or stay at a fiftieth.
    /// </returns>
    /// <exception cref="ArgumentOutOfRangeException">The number of images is negative.</exception>
    public DcganPreset ForRun(long images)
    {
        Expect.AtLeast(0, images, nameof(images));
        long decay = Generator.Depths[0] < DecayDepth ? 0 : Math.Max(images, FewestDecayImages);
        return this with { Trainer = Trainer with { LearningRateDecayImages = decay } };
    }

    /// <summary>
    /// Builds the networks and their trainer from the preset's options, as <see cref="DcganTrainer.Create"/> does.
    /// </summary>
    /// <param name="seed">The seed of the run; null for the seed of <see cref="Trainer"/>, 0 by default.</param>
    /// <param name="logger">The logger of the networks and the trainer.</param>
    /// <param name="processes">The processes of a data-parallel run, which the caller owns. Default: this process alone.</param>
    /// <returns>The trainer, which owns the networks.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the networks do not fit each other.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    /// <exception cref="ProcessGroupException">Another process has failed or has other options.</exception>
    public DcganTrainer CreateTrainer(long? seed = null, ILogger? logger = null, IProcessGroup? processes = null) =>
        DcganTrainer.Create(Generator, Discriminator, Trainer with { Seed = seed ?? Trainer.Seed }, logger, processes);

    /// <summary>The trainer's options with the rates of networks of another width.</summary>
    private DcganTrainerOptions WithRatesFor(int depth)
    {
        double factor = Math.Pow(Narrowness(depth) / Narrowness(Generator.Depths[0]), 0.25);
        return Trainer with
        {
            LearningRate = Trainer.LearningRate * factor,
            DiscriminatorLearningRate = Trainer.DiscriminatorLearningRate * factor,
        };
    }

    /// <summary>How many times narrower a network is than the reference's, in [1, 16].</summary>
    private static double Narrowness(int depth) => Math.Clamp((double)Reference.Generator.Depths[0] / depth, 1, 16);
}
