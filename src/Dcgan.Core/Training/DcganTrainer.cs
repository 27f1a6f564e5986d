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
public sealed class DcganTrainer : Module<Tensor, (Tensor GeneratorLoss, Tensor DiscriminatorLoss)>
{
    /// <summary>Adam's ε̂ of the reference, which is TensorFlow's default.</summary>
    private const double AdamEpsilon = 1e-8;

    private readonly ILogger logger;
    private readonly torch.Generator trainingLatents;
    private readonly torch.Generator sampleLatents;
    private readonly FusedAdam generatorOptimizer;
    private readonly FusedAdam discriminatorOptimizer;
    private Generator generator;
    private Discriminator discriminator;
    private DcganLoss loss;

    /// <summary>Puts two networks together. The trainer owns them: disposing it disposes them.</summary>
    /// <param name="generator">Makes images.</param>
    /// <param name="discriminator">Judges images of the same size and channels.</param>
    /// <param name="options">How to train; the reference's way by default.</param>
    /// <param name="loss">The objective; the reference's by default.</param>
    /// <param name="logger">Told of each step at debug level, and of what a host should know above it.</param>
    /// <exception cref="ArgumentException">An option is out of its range, or the networks do not fit each other.</exception>
    /// <exception cref="NativeBackendException">libtorch cannot be loaded.</exception>
    public DcganTrainer(
        Generator generator,
        Discriminator discriminator,
        DcganTrainerOptions? options = null,
        DcganLoss? loss = null,
        ILogger? logger = null)
        : base(NativeBackend.EnsureLoadedFor(nameof(DcganTrainer)))
    {
        ArgumentNullException.ThrowIfNull(generator);
        ArgumentNullException.ThrowIfNull(discriminator);
        CheckFit(generator.Options, discriminator.Options);
        Options = (options ?? new()).Checked();
        this.generator = generator;
        this.discriminator = discriminator;
        this.loss = loss ?? new DcganLoss();
        this.logger = logger ?? NullLogger.Instance;
        RegisterComponents();

        trainingLatents = Seeds.Stream(Options.Seed, SeedStream.TrainingLatents);
        sampleLatents = Seeds.Stream(Options.Seed, SeedStream.SampleLatents);
        generatorOptimizer = Adam(generator);
        discriminatorOptimizer = Adam(discriminator);
    }

    /// <summary>How the trainer was told to train.</summary>
    public DcganTrainerOptions Options { get; }

    /// <summary>The generator, owned by the trainer.</summary>
    public Generator Generator => generator;

    /// <summary>The discriminator, owned by the trainer.</summary>
    public Discriminator Discriminator => discriminator;

    /// <summary>How many updates have been made.</summary>
    public long StepCount { get; private set; }

    /// <summary>Makes both networks and their trainer, every seed derived from <see cref="DcganTrainerOptions.Seed"/>.</summary>
    /// <param name="generator">The generator's shape.</param>
    /// <param name="discriminator">The discriminator's shape; the generator's mirror image by default.</param>
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
        long seed = options?.Seed ?? 0;
        return new DcganTrainer(
            new Generator(generator, seed, logger), new Discriminator(discriminator, seed, logger), options, logger: logger);
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
        using DisposeScope scope = NewDisposeScope();
        using Tensor latents = DrawLatents(images);
        DcganPass pass = Pass(images, latents);
        return (pass.GeneratorLoss.MoveToOuterDisposeScope(), pass.DiscriminatorLoss.MoveToOuterDisposeScope());
    }

    /// <summary>One simultaneous update of both networks, in training mode.</summary>
    /// <param name="images">
    /// Real images [N, C, H, W] in [-1, 1], N at least 2 and free to change; moved to the networks' device if they are
    /// elsewhere.
    /// </param>
    /// <returns>The step's numbers.</returns>
    /// <exception cref="ArgumentException">The images do not fit; nothing has changed.</exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is not finite; nothing has changed.</exception>
    public DcganStep Step(Tensor images)
    {
        CheckImages(images, training: true);
        using Tensor latents = DrawLatents(images);
        return Step(images, latents);
    }

    /// <summary>The same update with latents of the host's own, so that it decides what is drawn.</summary>
    /// <param name="images">Real images [N, C, H, W] in [-1, 1], N at least 2.</param>
    /// <param name="latents">[M, LatentSize], M at least 2, of the networks' element type and on their device.</param>
    /// <returns>The step's numbers.</returns>
    /// <exception cref="ArgumentException">The images or the latents do not fit; nothing has changed.</exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is not finite; nothing has changed.</exception>
    public DcganStep Step(Tensor images, Tensor latents)
    {
        long started = Stopwatch.GetTimestamp();
        CheckImages(images, training: true);
        using DisposeScope scope = NewDisposeScope();
        using IDisposable gradientsOn = enable_grad();
        EnterTraining();
        if (StepCount == 0)
        {
            WarnBeforeFirstStep(images);
        }

        DcganGradients gradients = DcganGradients.Of(
            Pass(images, latents), generatorOptimizer.CurrentParameters(), discriminatorOptimizer.CurrentParameters());
        DcganStep step = gradients.Read(StepCount + 1, started);
        ThrowIfDiverged(step);

        generatorOptimizer.Update(gradients.OfGenerator);
        discriminatorOptimizer.Update(gradients.OfDiscriminator);
        StepCount++;
        step = step with { Duration = Stopwatch.GetElapsedTime(started) };
        Log.Stepped(logger, step.Number, step.GeneratorLoss, step.DiscriminatorLoss, step.RealProbability, step.GeneratedProbability);
        return step;
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
        if (!cancellationToken.IsCancellationRequested)
        {
            foreach (Tensor images in batches)
            {
                DcganStep step = Step(images);
                progress?.Report(step);
                if (cancellationToken.IsCancellationRequested)
                {
                    break;
                }
            }
        }

        long steps = StepCount - first;
        if (cancellationToken.IsCancellationRequested)
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

    /// <summary>Makes images of given latents; the same as <see cref="Generator.Sample(Tensor)"/>.</summary>
    /// <param name="latents">[N, LatentSize], of the networks' element type and on their device.</param>
    /// <returns>Images [N, C, H, W] in [-1, 1], without gradients.</returns>
    /// <exception cref="ArgumentException">The latents do not fit.</exception>
    public Tensor Sample(Tensor latents) => generator.Sample(latents);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            generatorOptimizer.Dispose();
            discriminatorOptimizer.Dispose();
            trainingLatents.Dispose();
            sampleLatents.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void CheckFit(GeneratorOptions generator, DiscriminatorOptions discriminator)
    {
        if ((generator.ImageChannels, generator.ImageSize) != (discriminator.ImageChannels, discriminator.ImageSize))
        {
            throw new ArgumentException(
                $"discriminator: judges images [N, {discriminator.ImageChannels}, {discriminator.ImageSize}, {discriminator.ImageSize}] "
                + $"but the generator makes [N, {generator.ImageChannels}, {generator.ImageSize}, {generator.ImageSize}].",
                nameof(discriminator));
        }
    }

    private FusedAdam Adam(Module network) => new(
        network.parameters(), Options.LearningRate, Options.Beta1, Options.Beta2, AdamEpsilon)
    {
        EpsilonHat = true,
    };

    /// <summary>Before any latent is drawn, so that a refused batch changes nothing about the run.</summary>
    private void CheckImages([NotNull] Tensor? images, bool training)
    {
        DiscriminatorOptions options = discriminator.Options;
        Expect.Shape(images, nameof(images), -1, options.ImageChannels, options.ImageSize, options.ImageSize);
        Expect.Batch(images, nameof(images), training);
        Expect.Type(images, nameof(images), generator.FirstWeight.dtype);
    }

    private Tensor DrawLatents(Tensor images) => generator.DrawLatents(checked((int)images.shape[0]), trainingLatents);

    private DcganPass Pass(Tensor images, Tensor latents)
    {
        Tensor generated = generator.call(latents);
        Tensor real = images.to(generated.device);
        Tensor realLogits = discriminator.call(real);
        Tensor generatedLogits = discriminator.call(generated);
        (Tensor generatorLoss, Tensor discriminatorLoss) = loss.call(realLogits, generatedLogits);
        return new DcganPass(realLogits, generatedLogits, generatorLoss, discriminatorLoss);
    }

    private void EnterTraining()
    {
        if (!generator.training || !discriminator.training)
        {
            train();
        }
    }

    private void WarnBeforeFirstStep(Tensor images)
    {
        if (!logger.IsEnabled(LogLevel.Warning))
        {
            return;
        }

        bool isBFloat16 = generator.Options.Precision == ComputePrecision.BFloat16
            || discriminator.Options.Precision == ComputePrecision.BFloat16;
        if (isBFloat16 && generator.FirstWeight.device_type == DeviceType.CPU && !BFloat16Hardware.IsFastOnCpu)
        {
            Log.SlowBFloat16(logger);
        }

        const double Rounding = 1e-3;
        double minimum = images.min().ToDouble();
        double maximum = images.max().ToDouble();
        if (minimum < -1 - Rounding || maximum > 1 + Rounding)
        {
            Log.ImagesOutOfRange(logger, minimum, maximum);
        }
    }

    private void ThrowIfDiverged(DcganStep step)
    {
        double sum = step.GeneratorLoss + step.DiscriminatorLoss + step.GeneratorGradientNorm + step.DiscriminatorGradientNorm;
        if (!double.IsFinite(sum))
        {
            string numbers = FormattableString.Invariant(
                $"Generator loss {step.GeneratorLoss}, discriminator loss {step.DiscriminatorLoss}, gradient norms {step.GeneratorGradientNorm} and {step.DiscriminatorGradientNorm}.");
            Log.Diverged(logger, step.Number, numbers);
            throw new DcganDivergedException($"Training diverged at step {step.Number}: {numbers} No weight has changed.");
        }
    }
}
