using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Trains a generator and a discriminator against each other, one batch of real images at a time, the host driving. Being a
/// module it holds both networks: <c>trainer.to(device)</c> moves everything, at any time, and <c>trainer.state_dict()</c> has
/// <c>generator.*</c> and <c>discriminator.*</c>. Not for use from several threads at once.
/// </summary>
/// <remarks>
/// By default a step is the reference's simultaneous update: one batch of latents is drawn, the generator runs once and the
/// discriminator twice, on the real and on the generated batch apart, each with its own statistics; both gradients are taken
/// of that one pass, and then both networks change. <see cref="DcganTrainerOptions"/> has everything else.
/// </remarks>
public sealed partial class DcganTrainer : Module<Tensor, (Tensor GeneratorLoss, Tensor DiscriminatorLoss)>
{
    private readonly ILogger logger;
    private readonly torch.Generator trainingLatents;
    private readonly torch.Generator sampleLatents;
    private readonly torch.Generator penaltyRandom;
    private readonly Augmentation? augmentation;
    private readonly AdversarialGame game;
    private readonly TrainingStep trainingStep;
    private readonly GeneratorAverage? average;
    private readonly SampleDiversity? diversity;
    private readonly DivergenceRecovery recovery;
    private Generator generator;
    private Discriminator discriminator;
    private DcganLoss loss;

    [ComponentName(Name = CheckpointFormat.AveragedGenerator)]
    private Generator? averagedGenerator;

    /// <summary>
    /// Puts two networks together. The trainer then owns them: disposing it disposes them. Where the constructor throws, they
    /// stay the caller's.
    /// </summary>
    /// <param name="generator">Makes images.</param>
    /// <param name="discriminator">Judges images of the same size and channels.</param>
    /// <param name="options">How to train; the reference's way by default.</param>
    /// <param name="optimizers">
    /// The host's own, which the trainer then owns too; by default Adam for each network, as <paramref name="options"/> say.
    /// </param>
    /// <param name="logger">Told of each step at debug level, and of what a host should know above it.</param>
    /// <exception cref="ArgumentException">
    /// An option is out of its range, the networks do not fit each other, or an optimiser is not of its network's parameters.
    /// </exception>
    /// <exception cref="NotSupportedException">
    /// An optimiser of the host's own keeps its state where it cannot be copied, which an alternating schedule and rolling back need.
    /// </exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public DcganTrainer(
        Generator generator,
        Discriminator discriminator,
        DcganTrainerOptions? options = null,
        DcganOptimizers? optimizers = null,
        ILogger? logger = null)
        : base(NativeBackend.EnsureLoadedFor(nameof(DcganTrainer)))
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(discriminator);
        CheckFit(generator.Options, discriminator.Options);
        Options = (options ?? new()).Checked();
        optimizers?.CheckFit(generator, discriminator);
        if (Options.Schedule.Alternates || Options.DivergencePolicy == DivergencePolicy.RollBack)
        {
            optimizers?.CheckCopies(generator, discriminator);
        }

        this.generator = generator;
        this.discriminator = discriminator;
        loss = new DcganLoss(Options.Loss);
        averagedGenerator = Options.EmaDecay > 0 ? GeneratorAverage.CopyOf(generator) : null;
        this.logger = logger ?? NullLogger.Instance;
        RegisterComponents();

        trainingLatents = Seeds.Stream(Options.Seed, SeedStream.TrainingLatents);
        sampleLatents = Seeds.Stream(Options.Seed, SeedStream.TrainerSamples);
        penaltyRandom = Seeds.Stream(Options.Seed, SeedStream.Penalties);
        Optimizers = optimizers ?? DcganOptimizers.Adam(generator, discriminator, Options);
        augmentation = Options.Augmentation.IsNone ? null : new Augmentation(Options.Augmentation, Options.Seed);
        game = new AdversarialGame(generator, discriminator, loss, augmentation, penaltyRandom);
        trainingStep = new TrainingStep(Update(isOwn: optimizers is null), new PassState(generator, discriminator), this.logger);
        average = averagedGenerator is null
            ? null
            : new GeneratorAverage(averagedGenerator, generator, Options.EmaDecay, Options.EmaWarmup);
        diversity = Options.DiversityInterval > 0 ? new SampleDiversity(generator, Options.Seed) : null;
        recovery = new DivergenceRecovery(Options, RestorableTensors, this.logger);
    }

    /// <summary>How the trainer was told to train.</summary>
    public DcganTrainerOptions Options { get; }

    /// <summary>The generator, owned by the trainer.</summary>
    public Generator Generator => generator;

    /// <summary>
    /// The generator whose weights are the average of those that the trained one has had, as
    /// <see cref="DcganTrainerOptions.EmaDecay"/> says: what to make images with. Owned by the trainer. Null where there is none.
    /// </summary>
    /// <remarks>
    /// <see cref="Sample(int)"/> uses it, a checkpoint has both, and <see cref="Generator.Open"/> opens this one of them. Its running
    /// statistics are averages too; <see cref="Generator.Calibrate(int, long, IProgress{double}?, CancellationToken)"/> makes exact ones.
    /// </remarks>
    public Generator? AveragedGenerator => averagedGenerator;

    /// <summary>The discriminator, owned by the trainer.</summary>
    public Discriminator Discriminator => discriminator;

    /// <summary>The optimisers, owned by the trainer; their learning rates may be changed at any time.</summary>
    public DcganOptimizers Optimizers { get; }

    /// <summary>
    /// How strongly images are augmented now: the probability that a transformation is made. It moves where
    /// <see cref="AugmentationOptions.AdaptiveTarget"/> is set; 0 where there is none of colour, translation and cutout.
    /// </summary>
    public double AugmentationProbability => augmentation is { Options.Transforms: true } ? augmentation.Probability : 0;

    /// <summary>Sees each step, and may stop a run or call its state the best so far. Null for none.</summary>
    public IDcganMonitor? Monitor { get; set; }

    /// <summary>How many steps the run has had, those before it was loaded and those that were left out included.</summary>
    public long StepCount { get; private set; }

    /// <summary>
    /// How many epochs the run has finished, as the host says by <see cref="NextEpoch"/>: the number of the epoch that is under
    /// way, from 0.
    /// </summary>
    public long Epoch { get; private set; }

    /// <summary>How many steps the epoch under way has had: how many batches of it to leave out where a loaded run goes on.</summary>
    public long EpochStep { get; private set; }

    /// <summary>Makes both networks and their trainer, every seed derived from <see cref="DcganTrainerOptions.Seed"/>.</summary>
    /// <param name="generator">The generator's shape.</param>
    /// <param name="discriminator">
    /// The discriminator's shape; by default the generator's mirror image, otherwise the reference's. To go with
    /// <see cref="GeneratorOptions.Paper"/> there is <see cref="DiscriminatorOptions.Paper"/>.
    /// </param>
    /// <param name="options">How to train; the reference's way by default.</param>
    /// <param name="logger">For the networks and the trainer.</param>
    /// <returns>The trainer, which owns the networks.</returns>
    /// <exception cref="ArgumentException">An option is out of its range, or the networks do not fit each other.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public static DcganTrainer Create(
        GeneratorOptions generator,
        DiscriminatorOptions? discriminator = null,
        DcganTrainerOptions? options = null,
        ILogger? logger = null)
    {
        ArgumentNullException.ThrowIfNull(generator);
        discriminator ??= DiscriminatorOptions.Mirror(generator);
        options ??= new();
        CheckFit(generator.Checked(), discriminator.Checked());
        Generator makes = new(generator, options.Checked().Seed, logger);
        Discriminator? judges = null;
        try
        {
            judges = new(discriminator, options.Seed, logger);
            return new DcganTrainer(makes, judges, options, optimizers: null, logger);
        }
        catch
        {
            judges?.Dispose();
            makes.Dispose();
            throw;
        }
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Optimizers.Generator.Dispose();
            Optimizers.Discriminator.Dispose();
            trainingLatents.Dispose();
            sampleLatents.Dispose();
            penaltyRandom.Dispose();
            augmentation?.Dispose();
            diversity?.Dispose();
            recovery.Dispose();
        }

        base.Dispose(disposing);
    }

    internal static void CheckFit(GeneratorOptions generator, DiscriminatorOptions discriminator)
    {
        if ((generator.ImageChannels, generator.ImageSize) != (discriminator.ImageChannels, discriminator.ImageSize))
        {
            throw new ArgumentException(
                $"discriminator: judges images [N, {discriminator.ImageChannels}, {discriminator.ImageSize}, {discriminator.ImageSize}] "
                + $"but the generator makes [N, {generator.ImageChannels}, {generator.ImageSize}, {generator.ImageSize}].",
                nameof(discriminator));
        }

        if (generator.Classes != discriminator.Classes)
        {
            throw new ArgumentException(
                $"discriminator: judges images of {discriminator.Classes} classes but the generator makes them of {generator.Classes}.",
                nameof(discriminator));
        }
    }

    private IUpdate Update(bool isOwn)
    {
        NetworkOptimizer ofGenerator = new(generator, Optimizers.Generator, isOwn, CheckpointFormat.Generator, Options.GradientClipNorm);
        NetworkOptimizer ofDiscriminator = new(
            discriminator, Optimizers.Discriminator, isOwn, CheckpointFormat.Discriminator, Options.GradientClipNorm);
        return Options.Schedule.Alternates
            ? new AlternatingUpdate(game, ofGenerator, ofDiscriminator, Options.Schedule, Options.MicroBatches)
            : new SimultaneousUpdate(game, ofGenerator, ofDiscriminator, Options.MicroBatches);
    }
}
