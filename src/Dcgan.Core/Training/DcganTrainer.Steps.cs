using System.Diagnostics;
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
    /// <remarks>
    /// What goes by steps stands still in a loop of the host's own: instance noise and an adaptive probability keep their values,
    /// and there is no average to be had.
    /// </remarks>
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

        recovery.AfterStep();
        average?.Update(number);
        augmentation?.Observe(realSign, batch.Images.shape[0]);
        if (diversity is not null && number % Options.DiversityInterval == 0)
        {
            step = step with { Diversity = diversity.ComparedWith(batch.Images) };
        }

        return step with { Duration = Stopwatch.GetElapsedTime(started) };
    }
}
