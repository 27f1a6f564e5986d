using Microsoft.Extensions.Logging;

namespace Dcgan.Core;

/// <content>Building the networks together with their trainer.</content>
public sealed partial class DcganTrainer
{
    /// <summary>
    /// Builds both networks and their trainer. All seeds are derived from <see cref="DcganTrainerOptions.Seed"/>.
    /// </summary>
    /// <param name="generator">The generator's shape.</param>
    /// <param name="discriminator">
    /// The discriminator's shape. Default: <see cref="DiscriminatorOptions.Mirror"/> of the generator's. Use
    /// <see cref="DiscriminatorOptions.Paper"/> with <see cref="GeneratorOptions.Paper"/>.
    /// </param>
    /// <param name="options">How to train. Default: as the reference does.</param>
    /// <param name="logger">The logger of the networks and the trainer.</param>
    /// <param name="processes">
    /// The processes of a data-parallel run, which the caller owns. Every process makes this call with equal options. Default: this
    /// process alone.
    /// </param>
    /// <returns>The trainer, which owns the networks.</returns>
    /// <exception cref="ArgumentException">An option is out of range, or the networks do not fit each other.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    /// <exception cref="ProcessGroupException">Another process has failed or has other options.</exception>
    public static DcganTrainer Create(
        GeneratorOptions generator,
        DiscriminatorOptions? discriminator = null,
        DcganTrainerOptions? options = null,
        ILogger? logger = null,
        IProcessGroup? processes = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        discriminator ??= DiscriminatorOptions.Mirror(generator);
        options ??= new();
        Generator? builtGenerator = null;
        Discriminator? builtDiscriminator = null;
        try
        {
            _ = Ranks.Of(processes).Meet(Call.Build, () =>
            {
                CheckFit(generator.Checked(), discriminator.Checked());
                builtGenerator = new(generator, options.Checked().Seed, logger);
                builtDiscriminator = new(discriminator, options.Seed, logger);
                return 0;
            });
            return new DcganTrainer(builtGenerator!, builtDiscriminator!, options, optimizers: null, logger, processes);
        }
        catch
        {
            builtDiscriminator?.Dispose();
            builtGenerator?.Dispose();
            throw;
        }
    }

    internal static void CheckFrozenStages(DcganTrainerOptions options, DiscriminatorOptions discriminator) =>
        Expect.AtMost(discriminator.Depths.Count, options.FrozenDiscriminatorStages, nameof(options.FrozenDiscriminatorStages));

    internal static void CheckFit(GeneratorOptions generator, DiscriminatorOptions discriminator)
    {
        if ((generator.ImageChannels, generator.ImageSize) != (discriminator.ImageChannels, discriminator.ImageSize))
        {
            throw new ArgumentException(
                $"discriminator: judges images [N, {discriminator.ImageChannels}, {discriminator.ImageSize.Height}, {discriminator.ImageSize.Width}] "
                + $"but the generator generates [N, {generator.ImageChannels}, {generator.ImageSize.Height}, {generator.ImageSize.Width}].",
                nameof(discriminator));
        }

        if (generator.Classes != discriminator.Classes)
        {
            throw new ArgumentException(
                $"discriminator: has {discriminator.Classes} classes but the generator has {generator.Classes}.",
                nameof(discriminator));
        }
    }
}
