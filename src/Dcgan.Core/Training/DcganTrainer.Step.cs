using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Steps.</content>
public sealed partial class DcganTrainer
{
    private int isStepping;
    private bool hasSeenBatch;

    /// <inheritdoc cref="Step(DcganBatch)"/>
    /// <param name="images">
    /// Real images [N, C, H, W] in [-1, 1]. N may change from step to step and must be at least 2 for each discriminator update
    /// and each micro-batch. Moved to the networks' device if necessary.
    /// </param>
    /// <param name="labels">
    /// The classes of the images, int64 [N], if the networks have classes; see <see cref="DcganBatch.Labels"/>.
    /// </param>
    /// <param name="latents">
    /// Latents to use instead of randomly drawn latents, [M, LatentSize]; see <see cref="DcganBatch.Latents"/>.
    /// </param>
    public DcganStep Step(Tensor images, Tensor? labels = null, Tensor? latents = null) => Step(new DcganBatch(images, labels, latents));

    /// <summary>
    /// Makes one training step: one update of both networks, or as many updates as the schedule has. Puts both networks into
    /// training mode and leaves them in it.
    /// </summary>
    /// <param name="batch">The real images, with labels and latents if the host provides them.</param>
    /// <returns>The numbers of the step.</returns>
    /// <exception cref="ArgumentException">
    /// The batch does not fit, or it contains NaN or infinite values and the policy is to throw. Nothing has changed.
    /// </exception>
    /// <exception cref="DcganDivergedException">A loss or gradient is NaN or infinite, and the policy is to throw.</exception>
    /// <exception cref="InvalidOperationException">
    /// Another step of this trainer is in progress, a network is on another device, or an optimizer has lost its parameters.
    /// </exception>
    /// <remarks>
    /// If anything throws before the last update has finished, such as an optimizer or an augmentation, the step is undone:
    /// weights, statistics, moments, random streams and counts are as before the call. If anything throws after the updates, such
    /// as <see cref="Monitor"/> or the samples for <see cref="DcganStep.Diversity"/>, the step stays made and counted. Frozen
    /// parameters do not change. Each parameter's <c>grad</c> is null afterward.
    /// </remarks>
    public DcganStep Step(DcganBatch batch)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BeginStepping(nameof(Step));
        try
        {
            DcganStep step = Update(batch);
            DcganMeter.Record(step, batch.Images.shape[0]);
            Log.Stepped(Logger, step.Number, step.GeneratorLoss, step.DiscriminatorLoss, step.RealProbability, step.GeneratedProbability);
            return step with { Verdict = Monitor?.Observe(step) ?? MonitorVerdict.None };
        }
        finally
        {
            EndStepping();
        }
    }

    private void BeginStepping(string caller)
    {
        if (Interlocked.Exchange(ref isStepping, 1) != 0)
        {
            throw new InvalidOperationException(
                $"{caller}: another step of this trainer is in progress. Call {caller} from one thread at a time, and not from a monitor.");
        }
    }

    private void EndStepping() => Volatile.Write(ref isStepping, 0);

    private void CountStep()
    {
        StepCount++;
        EpochStep++;
        augmentation?.BeginStep(StepCount);
    }

    /// <summary>
    /// Updates the run under its lock. The lock is released before the monitor runs, which may wait for another thread.
    /// </summary>
    private DcganStep Update(DcganBatch batch)
    {
        using AccessLock.Scope access = Access.Step();
        long started = Stopwatch.GetTimestamp();
        CheckNetworks();
        StepBatch.Check(batch, generator, discriminator, Options);
        if (!generator.training || !discriminator.training)
        {
            train();
        }

        recovery.BeforeStep();
        WarnOfFirstBatch(batch.Images);
        (StepNumbers numbers, StepOutcome? outcome, ArgumentException? fault) = Transact(batch);

        // The transaction has closed: the step is now either final or undone.
        if (outcome != StepOutcome.Updated)
        {
            Exception failure = Failure(
                fault, numbers.ToStep(StepCount + 1, StepOutcome.Skipped) with { Duration = Stopwatch.GetElapsedTime(started) });
            _ = outcome ?? throw failure;
        }

        CountStep();
        recovery.AfterStep(outcome.Value, isDataAtFault: fault is not null);
        double? sampleDiversity = null;
        if (outcome == StepOutcome.Updated)
        {
            average?.Update(StepCount);
            augmentation?.Observe(numbers.RealSign, batch.Images.shape[0]);
            sampleDiversity = diversity is not null && StepCount % Options.DiversityInterval == 0 ? diversity.ComparedWith(batch.Images) : null;
        }

        return numbers.ToStep(StepCount, outcome.Value) with
        {
            Diversity = sampleDiversity,
            Duration = Stopwatch.GetElapsedTime(started),
        };
    }

    /// <summary>Runs the step in one transaction: draws latents, runs the phases, and commits or undoes them.</summary>
    /// <returns>
    /// The numbers and the outcome of the step; the outcome is null if the host must be told that the step failed. The fault is
    /// what is wrong with the batch; null if the batch is finite.
    /// </returns>
    private (StepNumbers Numbers, StepOutcome? Outcome, ArgumentException? Fault) Transact(DcganBatch batch)
    {
        // An update needs its graph, even if the host has disabled gradients on this thread.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable gradients = enable_grad();

        // The transaction closes after the scope: by then the step's feature maps are freed, so undoing a step that ran out of
        // memory has room.
        using StepTransaction transaction = new(forwardPassCopy, RandomStreams());
        using DisposeScope scope = NewDisposeScope();
        Device device = generator.FirstWeight.device;
        Tensor images = batch.Images.to(device);
        Tensor latents = batch.Latents ?? DrawLatents(StepBatch.LatentCount(images.shape[0], Options.Schedule));
        StepNumbers numbers = trainingStep.Run(new StepBatch(images, batch.Labels?.to(device), latents), StepCount + 1, transaction);
        if (numbers.AreFinite)
        {
            transaction.Commit();
            return (numbers, StepOutcome.Updated, null);
        }

        ArgumentException? fault = StepBatch.FaultOf(batch);
        StepOutcome? outcome = recovery.NextOutcome(isDataAtFault: fault is not null);
        transaction.KeepsRandomStreams = outcome is not null;
        return (numbers, outcome, fault);
    }

    /// <summary>Checks the first batch that this trainer gets, in a new run as in a loaded one.</summary>
    private void WarnOfFirstBatch(Tensor images)
    {
        if (!hasSeenBatch)
        {
            hasSeenBatch = true;
            FirstBatchWarnings.Log(Logger, images, generator, discriminator);
        }
    }

    /// <summary>Logs why a step was not made, and returns the exception for the host.</summary>
    private Exception Failure(ArgumentException? fault, DcganStep step)
    {
        if (fault is not null)
        {
            Log.DataNotFinite(Logger, step.Number, fault.ParamName);
            return fault;
        }

        string numbers = FormattableString.Invariant(
            $"Generator loss {step.GeneratorLoss}, discriminator loss {step.DiscriminatorLoss}, gradient norms {step.GeneratorGradientNorm} and {step.DiscriminatorGradientNorm}.");
        Log.Diverged(Logger, step.Number, numbers);
        return new DcganDivergedException($"Training diverged at step {step.Number}: {numbers} No weight has changed.", step);
    }

    private Tensor DrawLatents(int count) => generator.DrawLatents(count, trainingLatents);

    /// <summary>
    /// Checks that all networks have the same element type and device, so that none fails after another has been updated.
    /// </summary>
    private void CheckNetworks()
    {
        Expect.NotDisposed(generator.FirstWeight, this);
        CheckLike(discriminator.FirstWeight, "discriminator");
        if (averagedGenerator is not null)
        {
            CheckLike(averagedGenerator.FirstWeight, "averaged generator");
        }
    }

    private void CheckLike(Tensor weight, string network)
    {
        Tensor expected = generator.FirstWeight;
        if (weight.dtype != expected.dtype || weight.device_type != expected.device_type || weight.device_index != expected.device_index)
        {
            throw new InvalidOperationException(
                $"The generator is {expected.dtype} on {expected.device} but the {network} is {weight.dtype} on {weight.device}: move the trainer, not one of its networks.");
        }
    }
}
