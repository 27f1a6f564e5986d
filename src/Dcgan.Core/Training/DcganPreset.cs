using Microsoft.Extensions.Logging;

namespace Dcgan.Core;

/// <summary>
/// Networks and training that go together; <see cref="DcganPresets"/> has some. Vary them with <c>with</c>, and their shape with
/// <see cref="For"/>: <c>DcganPresets.Paper.For([256, 128, 64, 32]) with { Trainer = ... }</c>.
/// </summary>
public sealed record DcganPreset
{
    /// <summary>The generator's shape. Default: the reference's.</summary>
    public GeneratorOptions Generator { get; init; } = new();

    /// <summary>The discriminator's shape, whose images have to be the generator's. Default: the reference's.</summary>
    public DiscriminatorOptions Discriminator { get; init; } = new();

    /// <summary>How to train them. Default: the reference's way.</summary>
    public DcganTrainerOptions Trainer { get; init; } = new();

    /// <summary>
    /// Real images in a step that the other numbers were chosen with: a suggestion to the host, which makes the batches. At
    /// least 2. Default 32.
    /// </summary>
    public int BatchSize { get; init; } = 32;

    /// <summary>The same for images of another kind: the generator in that shape, the discriminator its mirror image.</summary>
    /// <param name="depths">The generator's feature maps, smallest maps first. Each doubles the side.</param>
    /// <param name="baseSize">Side of the generator's smallest map, at least 1; null for the preset's.</param>
    /// <param name="imageChannels">Channels of an image, at least 1; null for the preset's.</param>
    /// <returns>
    /// A preset that differs in the two networks' sizes and in nothing else. The learning rates stay: networks much narrower than the
    /// reference's learn faster with higher ones, as docs/recipes.md says.
    /// </returns>
    /// <exception cref="ArgumentException">The shape is not valid.</exception>
    public DcganPreset For(Depths depths, int? baseSize = null, int? imageChannels = null)
    {
        ArgumentNullException.ThrowIfNull(depths);
        GeneratorOptions generator = Generator with
        {
            Depths = depths,
            BaseSize = baseSize ?? Generator.BaseSize,
            ImageChannels = imageChannels ?? Generator.ImageChannels,
        };
        return this with { Generator = generator, Discriminator = DiscriminatorOptions.Mirror(generator, Discriminator) };
    }

    /// <summary>Makes the networks and their trainer: <see cref="DcganTrainer.Create"/> of the preset's three options.</summary>
    /// <param name="logger">For the networks and the trainer.</param>
    /// <returns>The trainer, which owns the networks.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the networks do not fit each other.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public DcganTrainer CreateTrainer(ILogger? logger = null) => DcganTrainer.Create(Generator, Discriminator, Trainer, logger);
}
