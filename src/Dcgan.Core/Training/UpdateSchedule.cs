namespace Dcgan.Core;

/// <summary>The order and number of the updates in one step of a <see cref="DcganTrainer"/>.</summary>
public sealed record UpdateSchedule
{
    /// <summary>
    /// The reference's schedule and the default: one forward pass of both networks, both gradients from it, then both updates.
    /// </summary>
    public static UpdateSchedule Simultaneous { get; } = new();

    /// <summary>
    /// Whether the generator's gradient is computed against the updated discriminator, which takes a second forward pass. Default
    /// false.
    /// </summary>
    public bool Alternates { get; init; }

    /// <summary>
    /// Number of discriminator updates in a step. At least 1; must be 1 if the schedule does not alternate. Each update has its
    /// own share of the step's images, so a batch needs at least 2 images for each update. Default 1.
    /// </summary>
    public int DiscriminatorSteps { get; init; } = 1;

    /// <summary>
    /// Number of generator updates in a step, after the discriminator updates. At least 1; must be 1 if the schedule does not
    /// alternate. Default 1.
    /// </summary>
    public int GeneratorSteps { get; init; } = 1;

    /// <summary>
    /// Number of batches that the generator generates in a step. Its first update reuses the batch of the last discriminator
    /// update.
    /// </summary>
    internal int GeneratorPasses => DiscriminatorSteps + GeneratorSteps - 1;

    /// <summary>
    /// The schedule of Goodfellow et al. (2014): first the discriminator updates, then the generator updates, each against the
    /// current weights of the other network.
    /// </summary>
    /// <param name="discriminatorSteps">
    /// Number of discriminator updates in a step, at least 1. The Wasserstein papers use 5.
    /// </param>
    /// <param name="generatorSteps">Number of generator updates in a step, at least 1.</param>
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
