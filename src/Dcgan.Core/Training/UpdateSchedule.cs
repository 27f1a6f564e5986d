namespace Dcgan.Core;

/// <summary>In which order a step of a <see cref="DcganTrainer"/> updates the two networks, and how often each.</summary>
public sealed record UpdateSchedule
{
    /// <summary>
    /// The reference's, and the default: one pass of both networks, both gradients of that pass, and then both updates.
    /// </summary>
    public static UpdateSchedule Simultaneous { get; } = new();

    /// <summary>
    /// Whether the generator's gradient is of the discriminator as it is after its update, which takes another pass. Default
    /// false.
    /// </summary>
    public bool Alternates { get; init; }

    /// <summary>
    /// Updates of the discriminator in a step. At least 1, and 1 where the updates do not alternate. Each has its own share of
    /// the step's images, so that it sees new ones: a step takes at least 2 for each. Default 1.
    /// </summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>
    /// Updates of the generator in a step, after the discriminator's. At least 1, and 1 where the updates do not alternate.
    /// Default 1.
    /// </summary>
    public int GeneratorSteps { get; init; } = 1;

    /// <summary>How often the generator makes a batch of images in a step: its first update takes those of the discriminator's last.</summary>
    internal int GeneratorPasses => DiscriminatorSteps + GeneratorSteps - 1;

    /// <summary>
    /// The order of Goodfellow et al. (2014): first the discriminator's updates, then the generator's, each of them against the
    /// other network as it then is.
    /// </summary>
    /// <param name="discriminatorSteps">Updates of the discriminator in a step, at least 1. The Wasserstein papers take 5.</param>
    /// <param name="generatorSteps">Updates of the generator in a step, at least 1.</param>
    /// <returns>The schedule.</returns>
    public static UpdateSchedule Alternating(int discriminatorSteps = 1, int generatorSteps = 1) =>
        new UpdateSchedule { Alternates = true, DiscriminatorSteps = discriminatorSteps, GeneratorSteps = generatorSteps }.Checked();

    internal UpdateSchedule Checked()
    {
        Expect.AtLeast(1, DiscriminatorSteps, nameof(DiscriminatorSteps));
        Expect.AtLeast(1, GeneratorSteps, nameof(GeneratorSteps));
        if (!Alternates)
        {
            Expect.AtMost(1, DiscriminatorSteps, nameof(DiscriminatorSteps));
            Expect.AtMost(1, GeneratorSteps, nameof(GeneratorSteps));
        }

        return this;
    }
}
