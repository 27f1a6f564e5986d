using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Steps.</content>
public sealed partial class DcganTrainer
{
    /// <summary>
    /// Both losses of a batch with their graph, for a host that does its own update: those of one simultaneous pass, through the
    /// augmentation, without penalties. Draws as many latents as there are images. Batch normalisation follows the networks'
    /// mode. For networks without classes.
    /// </summary>
    /// <param name="images">Real images [N, C, H, W] in [-1, 1]; moved to the networks' device if they are elsewhere.</param>
    /// <returns>Two scalars with their graph.</returns>
    /// <exception cref="ArgumentException">The images do not fit.</exception>
    public override (Tensor GeneratorLoss, Tensor DiscriminatorLoss) forward(Tensor images)
    {
        CheckImages(images, training);
        ClassLabels.Check(null, images.shape[0], discriminator.Options.Classes);
        Expect.Batch(images, nameof(images), training); // As many latents are drawn, which the generator normalises together.
        using DisposeScope scope = NewDisposeScope();
        StepImages batch = new(images.to(generator.FirstWeight.device), null, DrawLatents((int)images.shape[0]));
        DcganPass pass = game.Pass(batch);
        return (pass.GeneratorLoss.MoveToOuterDisposeScope(), pass.DiscriminatorLoss.MoveToOuterDisposeScope());
    }

    /// <summary>One step: an update of both networks, or as many as the schedule says. It puts them into training mode, and leaves them there.</summary>
    /// <param name="images">
    /// Real images [N, C, H, W] in [-1, 1], N free to change and at least 2 for each update of the discriminator and each
    /// micro-batch; moved to the networks' device if they are elsewhere.
    /// </param>
    /// <returns>The step's numbers.</returns>
    /// <exception cref="ArgumentException">The images do not fit; nothing has changed.</exception>
    /// <exception cref="DcganDivergedException">
    /// A loss or gradient is not finite, and the policy is to throw; no weight, statistic or moment has changed.
    /// </exception>
    /// <remarks>Parameters that the host has frozen stay. Their <c>grad</c> is null afterwards, as that of all others.</remarks>
    public DcganStep Step(Tensor images) => Step(new DcganBatch(images));

    /// <summary>The same step with latents of the host's own, so that it decides what is drawn.</summary>
    /// <param name="images">Real images [N, C, H, W] in [-1, 1].</param>
    /// <param name="latents">[M, LatentSize], of the networks' element type and on their device; see <see cref="DcganBatch"/>.</param>
    /// <returns>The step's numbers.</returns>
    /// <exception cref="ArgumentException">The images or the latents do not fit; nothing has changed.</exception>
    /// <exception cref="DcganDivergedException">
    /// A loss or gradient is not finite, and the policy is to throw; no weight, statistic or moment has changed.
    /// </exception>
    public DcganStep Step(Tensor images, Tensor latents)
    {
        ArgumentNullException.ThrowIfNull(latents);
        return Step(new DcganBatch(images, Latents: latents));
    }

    /// <summary>The same step of a whole batch: images, with labels where the networks have classes, and with latents if the host draws them.</summary>
    /// <param name="batch">What to learn from.</param>
    /// <returns>The step's numbers.</returns>
    /// <exception cref="ArgumentException">Something of the batch does not fit; nothing has changed.</exception>
    /// <exception cref="DcganDivergedException">
    /// A loss or gradient is not finite, and the policy is to throw; no weight, statistic or moment has changed.
    /// </exception>
    public DcganStep Step(DcganBatch batch)
    {
        long started = Stopwatch.GetTimestamp();
        CheckBatch(batch);
        using IDisposable tracked = inference_mode(false);
        using DisposeScope scope = NewDisposeScope();
        Device device = generator.FirstWeight.device;
        Tensor latents = batch.Latents ?? DrawLatents(StepImages.LatentCount(batch.Images.shape[0], Options.Schedule));
        return Step(new StepImages(batch.Images.to(device), batch.Labels?.to(device), latents), started);
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
    /// <returns>How many steps were made. Fewer than there are batches where <see cref="Monitor"/> or the token ended it.</returns>
    /// <exception cref="ArgumentException">A batch does not fit.</exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is not finite; the weights are those of the step before.</exception>
#pragma warning disable RS0027 // The overload of whole batches takes the same and more of it; there is no third kind to come.
    public long Train(
        IEnumerable<Tensor> batches, IProgress<DcganStep>? progress = null, CancellationToken cancellationToken = default)
#pragma warning restore RS0027
    {
        ArgumentNullException.ThrowIfNull(batches);
        return Train(batches.Select(images => new DcganBatch(images)), progress, cancellationToken);
    }

    /// <summary>A loop over <see cref="Step(DcganBatch)"/>, and nothing more.</summary>
    /// <param name="batches">The batches. The sequence owns them: it may dispose one when the next is asked for.</param>
    /// <param name="progress">Told of each step, on whatever thread it chooses; may be null.</param>
    /// <param name="cancellationToken">Ends the loop after the step that is under way. Being cancelled is no error.</param>
    /// <returns>How many steps were made. Fewer than there are batches where <see cref="Monitor"/> or the token ended it.</returns>
    /// <exception cref="ArgumentException">A batch does not fit.</exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is not finite; the weights are those of the step before.</exception>
    public long Train(IEnumerable<DcganBatch> batches, IProgress<DcganStep>? progress, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(batches);
        long first = StepCount;
        bool cancelled = cancellationToken.IsCancellationRequested;
        bool stopped = false;
        if (!cancelled)
        {
            foreach (DcganBatch batch in batches)
            {
                if (cancellationToken.IsCancellationRequested)
                {
                    cancelled = true;
                    break;
                }

                DcganStep step = Step(batch);
                progress?.Report(step);
                if (step.Verdict.HasFlag(MonitorVerdict.Stop))
                {
                    stopped = true;
                    break;
                }
            }
        }

        long steps = StepCount - first;
        LogEnd(steps, cancelled, stopped);
        return steps;
    }

    /// <summary>Before any latent is drawn, so that a refused batch changes nothing about the run.</summary>
    private void CheckBatch(DcganBatch batch)
    {
        CheckImages(batch.Images, training: true);
        ClassLabels.Check(batch.Labels, batch.Images.shape[0], discriminator.Options.Classes);
        Expect.Batch(batch.Images, "images", training: true); // As many latents are drawn, which the generator normalises together.
        long images = batch.Images.shape[0];
        long parts = (long)Options.Schedule.DiscriminatorSteps * Options.MicroBatches;
        if (parts > 1 && images < 2 * parts)
        {
            throw new ArgumentException(
                $"images: {Options.Schedule.DiscriminatorSteps} updates of the discriminator in {Options.MicroBatches} micro-batches need at least {2 * parts} images, 2 for each, but was {images}.",
                nameof(batch));
        }

        if (batch.Latents is not null)
        {
            generator.CheckLatents(batch.Latents, training: true);
            CheckLatentCount(batch.Latents.shape[0], batch);
        }
    }

    /// <summary>Where images and latents belong together, one by one or part by part.</summary>
    private void CheckLatentCount(long latents, DcganBatch batch)
    {
        long expected = StepImages.LatentCount(batch.Images.shape[0], Options.Schedule);
        bool belongTogether = batch.Labels is not null || Options.MicroBatches > 1;
        if (belongTogether ? latents != expected : latents < 2 * Options.Schedule.GeneratorPasses)
        {
            string rule = belongTogether
                ? $"with labels or micro-batches a step of {batch.Images.shape[0]} images takes {expected}"
                : $"the generator's {Options.Schedule.GeneratorPasses} passes take at least 2 each";
            throw new ArgumentException($"latents: {rule} but was {latents}.", nameof(batch));
        }
    }

    private void LogEnd(long steps, bool cancelled, bool stopped)
    {
        if (cancelled)
        {
            Log.TrainingCancelled(logger, steps);
        }
        else if (stopped)
        {
            Log.TrainingStopped(logger, steps);
        }
        else
        {
            Log.TrainingEnded(logger, steps);
        }
    }

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

    private Tensor DrawLatents(int count) => generator.DrawLatents(count, trainingLatents);

    private DcganStep Step(StepImages batch, long started)
    {
        if (!generator.training || !discriminator.training)
        {
            train();
        }

        if (StepCount == 0)
        {
            FirstBatchWarnings.Log(logger, batch.Images, generator, discriminator);
        }

        augmentation?.BeginStep(StepCount);
        DcganStep step = Updated(batch, started);
        StepCount++;
        EpochStep++;
        step = step with { Verdict = Monitor?.Observe(step) ?? MonitorVerdict.None };
        DcganMeter.Record(step, batch.Images.shape[0]);
        Log.Stepped(logger, step.Number, step.GeneratorLoss, step.DiscriminatorLoss, step.RealProbability, step.GeneratedProbability);
        return step;
    }

    /// <summary>The step itself, and what goes by it.</summary>
    private DcganStep Updated(StepImages batch, long started)
    {
        long number = StepCount + 1;
        recovery.BeforeStep();
        DcganStep step;
        double realSign;
        try
        {
            (step, realSign) = trainingStep.Apply(batch, number, started);
        }
        catch (DcganDivergedException error) when (error.Step is not null && recovery.Recover() is { } outcome)
        {
            return error.Step with { Outcome = outcome };
        }

        average?.Update(number);
        augmentation?.Observe(realSign, batch.Images.shape[0]);
        if (diversity is not null && number % Options.DiversityInterval == 0)
        {
            step = step with { Diversity = diversity.ComparedWith(batch.Images) };
        }

        return step with { Duration = Stopwatch.GetElapsedTime(started) };
    }
}
