using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Trains a generator and a discriminator against each other, one batch of real images at a time, the host driving. Being a
/// module it holds both networks: <c>trainer.to(device)</c> moves everything, at any time, and <c>trainer.state_dict()</c> has
/// <c>generator.*</c> and <c>discriminator.*</c>. Not for use from several threads at once.
/// </summary>
/// <remarks>
/// A step is the reference's simultaneous update: one batch of latents is drawn, the generator runs once and the
/// discriminator twice, on the real and on the generated batch apart, each with its own statistics; both gradients are taken
/// of that one pass, and then both networks change.
/// </remarks>
public sealed partial class DcganTrainer : Module<Tensor, (Tensor GeneratorLoss, Tensor DiscriminatorLoss)>
{
    private readonly ILogger logger;
    private readonly torch.Generator trainingLatents;
    private readonly torch.Generator sampleLatents;
    private readonly SimultaneousUpdate update;
    private Generator generator;
    private Discriminator discriminator;
    private DcganLoss loss;

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
        this.generator = generator;
        this.discriminator = discriminator;
        loss = new DcganLoss();
        this.logger = logger ?? NullLogger.Instance;
        RegisterComponents();

        trainingLatents = Seeds.Stream(Options.Seed, SeedStream.TrainingLatents);
        sampleLatents = Seeds.Stream(Options.Seed, SeedStream.TrainerSamples);
        Optimizers = optimizers ?? DcganOptimizers.Adam(generator, discriminator, Options);
        update = new SimultaneousUpdate(
            generator,
            discriminator,
            loss,
            new NetworkOptimizer(generator, Optimizers.Generator, isOwn: optimizers is null),
            new NetworkOptimizer(discriminator, Optimizers.Discriminator, isOwn: optimizers is null),
            this.logger);
    }

    /// <summary>How the trainer was told to train.</summary>
    public DcganTrainerOptions Options { get; }

    /// <summary>The generator, owned by the trainer.</summary>
    public Generator Generator => generator;

    /// <summary>The discriminator, owned by the trainer.</summary>
    public Discriminator Discriminator => discriminator;

    /// <summary>The optimisers, owned by the trainer; their learning rates may be changed at any time.</summary>
    public DcganOptimizers Optimizers { get; }

    /// <summary>How many updates the run has had, those before it was loaded included.</summary>
    public long StepCount { get; private set; }

    /// <summary>
    /// How many epochs the run has finished, as the host says by <see cref="NextEpoch"/>: the number of the epoch that is under
    /// way, from 0.
    /// </summary>
    public long Epoch { get; private set; }

    /// <summary>How many updates the epoch under way has had: how many batches of it to leave out where a loaded run goes on.</summary>
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

    /// <summary>
    /// Both losses of a batch with their graph, for a host that does its own update. Draws as many latents as there are
    /// images. Batch normalisation follows the networks' mode.
    /// </summary>
    /// <param name="images">Real images [N, C, H, W] in [-1, 1]; moved to the networks' device if they are elsewhere.</param>
    /// <returns>Two scalars with their graph.</returns>
    /// <exception cref="ArgumentException">The images do not fit.</exception>
    public override (Tensor GeneratorLoss, Tensor DiscriminatorLoss) forward(Tensor images)
    {
        CheckImages(images, training);
        Expect.Batch(images, nameof(images), training); // As many latents are drawn, which the generator normalises together.
        using DisposeScope scope = NewDisposeScope();
        DcganPass pass = update.Pass(images, DrawLatents(images));
        return (pass.GeneratorLoss.MoveToOuterDisposeScope(), pass.DiscriminatorLoss.MoveToOuterDisposeScope());
    }

    /// <summary>One simultaneous update of both networks. It puts them into training mode, and leaves them there.</summary>
    /// <param name="images">
    /// Real images [N, C, H, W] in [-1, 1], N at least 2 and free to change; moved to the networks' device if they are
    /// elsewhere.
    /// </param>
    /// <returns>The step's numbers.</returns>
    /// <exception cref="ArgumentException">The images do not fit; nothing has changed.</exception>
    /// <exception cref="DcganDivergedException">
    /// A loss or gradient is not finite; no weight, statistic or moment has changed.
    /// </exception>
    /// <remarks>Parameters that the host has frozen stay. Their <c>grad</c> is null afterwards, as that of all others.</remarks>
    public DcganStep Step(Tensor images)
    {
        long started = Stopwatch.GetTimestamp();
        CheckImages(images, training: true);
        Expect.Batch(images, nameof(images), training: true);
        using IDisposable tracked = inference_mode(false);
        using Tensor latents = DrawLatents(images);
        return Step(images, latents, started);
    }

    /// <summary>The same update with latents of the host's own, so that it decides what is drawn.</summary>
    /// <param name="images">Real images [N, C, H, W] in [-1, 1], N at least 2.</param>
    /// <param name="latents">[M, LatentSize], M at least 2, of the networks' element type and on their device.</param>
    /// <returns>The step's numbers.</returns>
    /// <exception cref="ArgumentException">The images or the latents do not fit; nothing has changed.</exception>
    /// <exception cref="DcganDivergedException">
    /// A loss or gradient is not finite; no weight, statistic or moment has changed.
    /// </exception>
    public DcganStep Step(Tensor images, Tensor latents)
    {
        long started = Stopwatch.GetTimestamp();
        CheckImages(images, training: true);
        generator.CheckLatents(latents, training: true);
        return Step(images, latents, started);
    }

    /// <summary>Tells the trainer that an epoch is over; only <see cref="Epoch"/> and <see cref="EpochStep"/> change.</summary>
    public void NextEpoch()
    {
        Epoch++;
        EpochStep = 0;
    }

    /// <summary>A loop over <see cref="Step(Tensor)"/>, and nothing more.</summary>
    /// <param name="batches">Batches of real images. The sequence owns them: it may dispose one when the next is asked for.</param>
    /// <param name="progress">Told of each step, on whatever thread it chooses.</param>
    /// <param name="cancellationToken">Ends the loop after the step that is under way. Being cancelled is no error.</param>
    /// <returns>How many steps were made.</returns>
    /// <exception cref="ArgumentException">A batch does not fit.</exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is not finite; the weights are those of the step before.</exception>
    public long Train(
        IEnumerable<Tensor> batches, IProgress<DcganStep>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(batches);
        long first = StepCount;
        bool cancelled = cancellationToken.IsCancellationRequested;
        if (!cancelled)
        {
            foreach (Tensor images in batches)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    cancelled = true;
                    break;
                }

                DcganStep step = Step(images);
                progress?.Report(step);
            }
        }

        long steps = StepCount - first;
        if (cancelled)
        {
            Log.TrainingCancelled(logger, steps);
        }
        else
        {
            Log.TrainingEnded(logger, steps);
        }

        return steps;
    }

    /// <summary>
    /// Makes images of latents that the trainer draws, other ones at each call. They come from a stream of their own: how
    /// often a host samples changes nothing about training.
    /// </summary>
    /// <param name="count">How many: at least 1.</param>
    /// <returns>Images [count, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException"><paramref name="count"/> is below 1.</exception>
    public Tensor Sample(int count)
    {
        Expect.AtLeast(1, count, nameof(count));
        using Tensor latents = generator.DrawLatents(count, sampleLatents);
        return generator.Sample(latents);
    }

    /// <summary>Makes images of given latents; the same as <see cref="Generator.Sample(Tensor, SamplingStatistics?)"/>.</summary>
    /// <param name="latents">[N, LatentSize], of the networks' element type and on their device.</param>
    /// <param name="statistics">
    /// What batch normalisation works by; by default the calibrated statistics where there are any, else the batch's own.
    /// </param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">The latents do not fit.</exception>
    /// <exception cref="InvalidOperationException">Calibrated statistics are asked for, and there are none.</exception>
    public Tensor Sample(Tensor latents, SamplingStatistics? statistics = null) =>
        generator.Sample(latents, statistics);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            Optimizers.Generator.Dispose();
            Optimizers.Discriminator.Dispose();
            trainingLatents.Dispose();
            sampleLatents.Dispose();
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

    /// <summary>Before any latent is drawn, so that a refused batch changes nothing about the run.</summary>
    private void CheckImages([NotNull] Tensor? images, bool training)
    {
        discriminator.CheckImages(images, training);
        Expect.NotDisposed(generator.FirstWeight, this);
        Tensor made = generator.FirstWeight;
        Tensor judged = discriminator.FirstWeight;
        if (made.dtype != judged.dtype || made.device_type != judged.device_type || made.device_index != judged.device_index)
        {
            throw new InvalidOperationException(
                $"The generator is {made.dtype} on {made.device} but the discriminator {judged.dtype} on {judged.device}: move the trainer, not one of them.");
        }
    }

    private Tensor DrawLatents(Tensor images) => generator.DrawLatents(checked((int)images.shape[0]), trainingLatents);

    private DcganStep Step(Tensor images, Tensor latents, long started)
    {
        if (!generator.training || !discriminator.training)
        {
            train();
        }

        if (StepCount == 0)
        {
            FirstBatchWarnings.Log(logger, images, generator, discriminator);
        }

        DcganStep step = update.Apply(images, latents, StepCount + 1, started);
        StepCount++;
        EpochStep++;
        Log.Stepped(logger, step.Number, step.GeneratorLoss, step.DiscriminatorLoss, step.RealProbability, step.GeneratedProbability);
        return step;
    }
}
