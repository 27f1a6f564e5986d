using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Trains a generator and a discriminator against each other, one batch of real images at a time; the host owns the loop. The
/// trainer is a module that holds both networks: <c>trainer.to(device)</c> moves everything, at any time, and
/// <c>trainer.state_dict()</c> has <c>generator.*</c> and <c>discriminator.*</c>.
/// </summary>
/// <remarks>
/// By default a step is the reference's simultaneous update. One batch of latents is drawn. The generator runs once, and the
/// discriminator runs twice: on the real and on the generated batch, each with its own batch statistics. Both gradients come from
/// this one forward pass; then both networks are updated. <see cref="DcganTrainerOptions"/> has the alternatives.
/// <para>
/// Call <see cref="Step(DcganBatch)"/> from one thread at a time. While it runs, other threads may call <c>Sample</c>,
/// <c>Save</c>, <c>Freeze</c>, <c>Calibrate</c>, <c>ExportOnnx</c> and <c>Dispose</c>, of the trainer and of its networks: these
/// wait for the end of the step, and the next step waits for them. Everything else that changes a network, such as <c>to</c> or
/// <c>load_state_dict</c>, needs a lock of the host's own.
/// </para>
/// <para>
/// The trainer keeps the memory of its convolutions' temporaries from step to step, until it is disposed: about 100 MB for the
/// reference's networks at batch size 64, little for narrow ones.
/// </para>
/// </remarks>
public sealed partial class DcganTrainer : Module<Tensor, (Tensor GeneratorLoss, Tensor DiscriminatorLoss)>
{
    private readonly torch.Generator trainingLatents;
    private readonly torch.Generator sampleLatents;
    private readonly torch.Generator penaltyRandom;
    private readonly Augmentation? augmentation;
    private readonly AdversarialLosses losses;
    private readonly TrainingStep trainingStep;
    private readonly StateCopy forwardPassCopy;
    private readonly GeneratorAverage? average;
    private readonly SampleDiversity? diversity;
    private readonly DivergenceRecovery recovery;
    private readonly SharedStatistics? statistics;
    private bool hasWarnedOfMonitor;
    private Generator generator;
    private Discriminator discriminator;
    private DcganLoss loss;

    [ComponentName(Name = StateNames.AveragedGenerator)]
    private Generator? averagedGenerator;

    /// <summary>
    /// Combines two networks. The trainer owns them from then on: disposing it disposes them. If the constructor throws, the
    /// caller still owns them.
    /// </summary>
    /// <param name="generator">Generates images.</param>
    /// <param name="discriminator">Classifies images of the generator's size and channel count as real or generated.</param>
    /// <param name="options">How to train. Default: as the reference does.</param>
    /// <param name="optimizers">
    /// The host's own optimizers, which the trainer then owns. Default: Adam for each network, according to
    /// <paramref name="options"/>.
    /// </param>
    /// <param name="logger">Receives each step at debug level, and warnings.</param>
    /// <param name="processes">
    /// The processes of a data-parallel run, which the caller owns. Every process constructs the trainer with equal networks and options.
    /// Default: this process alone.
    /// </param>
    /// <exception cref="ArgumentException">
    /// An option is out of range, the networks do not fit each other, or an optimizer holds parameters of another network.
    /// </exception>
    /// <exception cref="ObjectDisposedException">A network has been disposed.</exception>
    /// <exception cref="NotSupportedException">
    /// The state of an optimizer cannot be copied, so a failed step could not be undone.
    /// </exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    /// <exception cref="ProcessGroupException">
    /// Another process has failed, or has other options, optimizers or weights.
    /// </exception>
    public DcganTrainer(
        Generator generator,
        Discriminator discriminator,
        DcganTrainerOptions? options = null,
        DcganOptimizers? optimizers = null,
        ILogger? logger = null,
        IProcessGroup? processes = null)
        : base(NativeBackend.EnsureLoadedFor(nameof(DcganTrainer)))
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(discriminator);
        Processes = processes;
        Ranks = Ranks.Of(processes);
        this.generator = generator;
        this.discriminator = discriminator;
        Logger = logger ?? NullLogger.Instance;
        bool isOwn = optimizers is null;
        try
        {
            Expect.NotDisposed(generator.FirstWeight, generator);
            Expect.NotDisposed(discriminator.FirstWeight, discriminator);
            CheckFit(generator.Options, discriminator.Options);
            Options = (options ?? new()).Checked();
            CheckFrozenStages(Options, discriminator.Options);
            optimizers?.Check(generator, discriminator);
            loss = new DcganLoss(Options.Loss);
            averagedGenerator = Options.Averages ? GeneratorAverage.CopyOf(generator) : null;
            RegisterComponents();

            trainingLatents = Seeds.Stream(Options.Seed, SeedStream.TrainingLatents);
            sampleLatents = Seeds.Stream(Options.Seed, SeedStream.TrainerSamples);
            penaltyRandom = Seeds.Stream(Options.Seed, SeedStream.Penalties);
            augmentation = Options.Augmentation.IsNone ? null : new Augmentation(Options.Augmentation, Options.Seed);
            diversity = Options.DiversityInterval > 0 ? new SampleDiversity(generator, Options.Seed) : null;
            Optimizers = optimizers ?? DcganOptimizers.Adam(generator, discriminator, Options);
            if (Options.LearningRateDecayImages > 0)
            {
                LearningRateDecay.Begin(Optimizers);
            }

            OptionWarnings.Log(Logger, Options, discriminator.Options, optimizers);
            Ranks.Compare(Call.Construct, () => RunFacts.Of(this));
        }
        catch (Exception error)
        {
            averagedGenerator?.Dispose();
            DisposeStreams();
            if (Ranks.MustTell(error))
            {
                Ranks.Announce(error);
            }

            throw;
        }

        discriminator.FreezeStages(Options.FrozenDiscriminatorStages);
        losses = new AdversarialLosses(generator, discriminator, loss, augmentation, penaltyRandom);
        statistics = Ranks.AreSeveral ? new SharedStatistics(Ranks, generator, discriminator) : null;
        trainingStep = new TrainingStep(
            losses,
            new Phase(generator, Optimizers.Generator, isOwn, StateNames.Generator, Options.GradientClipNorm, NewSharedGradients()),
            new Phase(discriminator, Optimizers.Discriminator, isOwn, StateNames.Discriminator, Options.GradientClipNorm, NewSharedGradients()),
            Options.Schedule,
            Options.MicroBatches,
            Ranks,
            statistics);
        forwardPassCopy = new StateCopy(NetworkState.ForwardPassEntries(generator, discriminator));
        average = averagedGenerator is null
            ? null
            : new GeneratorAverage(averagedGenerator, generator, Options);
        recovery = new DivergenceRecovery(Options, EntriesToRollBack, Logger);
        discriminator.Access = generator.Access;
        averagedGenerator?.Access = generator.Access;
    }

    /// <summary>The options of the run.</summary>
    public DcganTrainerOptions Options { get; }

    /// <summary>The generator, owned by the trainer.</summary>
    public Generator Generator => generator;

    /// <summary>
    /// The exponential moving average (EMA) of the generator, if <see cref="DcganTrainerOptions.EmaHalfLife"/> or
    /// <see cref="DcganTrainerOptions.EmaDecay"/> is above 0; otherwise null. Owned by the trainer. Use it to generate images.
    /// </summary>
    /// <remarks>
    /// <see cref="Sample(int, IProgress{double}?, CancellationToken)"/> uses it. A checkpoint has both generators, and
    /// <c>Generator.Open</c> opens the averaged generator. Its running statistics are averages too;
    /// <see cref="Generator.Calibrate(int, long, IProgress{double}?, CancellationToken)"/> computes exact statistics.
    /// </remarks>
    public Generator? AveragedGenerator => averagedGenerator;

    /// <summary>The discriminator, owned by the trainer.</summary>
    public Discriminator Discriminator => discriminator;

    /// <summary>The optimizers, owned by the trainer. Their learning rates may be changed at any time.</summary>
    public DcganOptimizers Optimizers { get; }

    /// <summary>
    /// The current probability of each augmentation, in [0, 1]. It changes if <see cref="AugmentationOptions.AdaptiveTarget"/> is
    /// set, and is 0 without color, translation and cutout.
    /// </summary>
    public double AugmentationProbability => augmentation is { Options.Transforms: true } ? augmentation.Probability : 0;

    /// <summary>
    /// Observes each step after it has been made. It may stop the run or declare its state the best so far. Null for no monitor.
    /// </summary>
    /// <remarks>
    /// A <see cref="CollapseMonitor"/> logs a warning if <see cref="DcganTrainerOptions.DiversityInterval"/> is 0, because it then
    /// sees no diversity.
    /// </remarks>
    public IDcganMonitor? Monitor
    {
        get;
        set
        {
            field = value;
            if (value is CollapseMonitor { NeedsDiversity: true } && diversity is null && !hasWarnedOfMonitor)
            {
                hasWarnedOfMonitor = true;
                Log.MonitorWithoutDiversity(Logger);
            }
        }
    }

    /// <summary>The number of steps in the run, including skipped steps and the steps before the run was loaded.</summary>
    public long StepCount { get; private set; }

    /// <summary>
    /// The number of real images in the steps of the run, of all its processes. In a run that was loaded from a file of version
    /// 0.1.0: those after the load.
    /// </summary>
    public long ImagesSeen { get; private set; }

    /// <summary>
    /// The number of epochs that <see cref="NextEpoch"/> has ended, which is also the number of the current epoch, from 0.
    /// </summary>
    public long Epoch { get; private set; }

    /// <summary>
    /// The number of steps in the current epoch: the number of its batches to skip when a loaded run continues.
    /// </summary>
    public long EpochStep { get; private set; }

    internal ILogger Logger { get; }

    /// <summary>The processes of a data-parallel run; null for this process alone.</summary>
    public IProcessGroup? Processes { get; }

    /// <summary>The processes of the run.</summary>
    internal Ranks Ranks { get; }

    /// <summary>The lock of the run, which its networks share.</summary>
    internal AccessLock Access => generator.Access;

    /// <inheritdoc/>
    /// <remarks>
    /// Waits for the step and the other calls of other threads. In a run of several processes, every process must dispose its trainer:
    /// if one does so alone, the next call of the others throws.
    /// </remarks>
    protected override void Dispose(bool disposing)
    {
        if (!disposing)
        {
            base.Dispose(disposing);
            return;
        }

        using AccessLock.Scope access = Access.Write(nameof(Dispose));
        Ranks.Leave();
        Optimizers.Generator.Dispose();
        Optimizers.Discriminator.Dispose();
        DisposeStreams();
        recovery.Dispose();
        trainingStep.Dispose();
        forwardPassCopy.Dispose();
        TileMemory.Dispose();
        base.Dispose(disposing);
    }

    private SharedGradients? NewSharedGradients() => statistics is null ? null : new SharedGradients(Ranks, statistics);

    /// <summary>
    /// Disposes the objects that draw random numbers. The constructor may have failed before it made all of them.
    /// </summary>
    private void DisposeStreams()
    {
        trainingLatents?.Dispose();
        sampleLatents?.Dispose();
        penaltyRandom?.Dispose();
        augmentation?.Dispose();
        diversity?.Dispose();
    }
}
