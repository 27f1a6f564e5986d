namespace Dcgan.Core;

/// <summary>Whole configurations to start from.</summary>
public static class DcganPresets
{
    /// <summary>The reference model's, which is what every option is by default.</summary>
    public static DcganPreset Reference { get; } = new();

    /// <summary>
    /// The DCGAN paper's (Radford et al., 2016): normal weights and latents, no batch normalisation of the discriminator's first
    /// stage, batches of 128. Its Adam is the reference's too. The networks have the reference's shape.
    /// </summary>
    public static DcganPreset Paper { get; } = new()
    {
        Generator = GeneratorOptions.Paper,
        Discriminator = DiscriminatorOptions.Paper,
        BatchSize = 128,
    };

    /// <summary>
    /// What this library recommends: the paper's networks, updated in turns, the images made by an average of the generator, and
    /// half of the real images mirrored. Where the mirror image of an image could not be real, leave that out:
    /// <c>Augmentation = AugmentationOptions.None</c>. docs/recipes.md has what it was measured to do.
    /// </summary>
    public static DcganPreset Recommended { get; } = new()
    {
        Generator = GeneratorOptions.Paper,
        Discriminator = DiscriminatorOptions.Mirror(GeneratorOptions.Paper, DiscriminatorOptions.Paper),
        Trainer = new DcganTrainerOptions
        {
            Schedule = UpdateSchedule.Alternating(),
            EmaDecay = 0.999,
            EmaWarmup = 10,
            Augmentation = new AugmentationOptions { HorizontalFlip = true },
        },
    };
}
