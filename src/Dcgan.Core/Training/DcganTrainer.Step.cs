using System.Diagnostics;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <content>Steps.</content>
public sealed partial class DcganTrainer
{
    private int isStepping;
    private bool hasSeenBatch;

    /// <summary>The memory for temporaries of all steps.</summary>
    internal TileMemory TileMemory { get; } = new();

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
    /// <exception cref="ProcessGroupException">Another process of the run has failed or makes no step. Nothing has changed.</exception>
    /// <remarks>
    /// If anything throws before the last update has finished, such as an optimizer or an augmentation, the step is undone:
    /// weights, statistics, moments, random streams and counts are as before the call. If anything throws after the updates, such
    /// as <see cref="Monitor"/> or the samples for <see cref="DcganStep.Diversity"/>, the step stays made and counted. Frozen
    /// parameters do not change. Each parameter's <c>grad</c> is null afterward.
    /// <para>
    /// In a run of several processes, every process makes this call with its own images, and all get the same numbers. If one fails, the
    /// step is undone on all.
    /// </para>
    /// </remarks>
    public DcganStep Step(DcganBatch batch) => Step(batch, null);

    private DcganStep Step(DcganBatch batch, IProgress<DcganStep>? progress)
    {
        ArgumentNullException.ThrowIfNull(batch);
        BeginStepping(nameof(Step));
        try
        {
            Ranks.BeginCall();
            ForgetRealSigns();
            DcganStep step = Update(batch);
            DcganMeter.Record(step, batch.Images.size(0));
            Log.Stepped(Logger, step.Number, step.GeneratorLoss, step.DiscriminatorLoss, step.RealProbability, step.GeneratedProbability);
            step = step with { Verdict = Observe(step) };
            progress?.Report(step);
            return step;
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
                $"{caller}: another step of this trainer is in progress. Call {caller} from one thread at a time, and not from a monitor or IProgress.");
        }
    }

    private void EndStepping() => Volatile.Write(ref isStepping, 0);

    private void CountStep(long images)
    {
        StepCount++;
        ImagesSeen += images;
        EpochStep++;
        augmentation?.BeginStep(StepCount);
    }

    /// <summary>Sets the learning rates of the next step if they decay; otherwise they are the host's.</summary>
    private void DecayLearningRates()
    {
        if (Options.LearningRateDecayImages > 0)
        {
            LearningRateDecay.Apply(Optimizers, ImagesSeen, Options.LearningRateDecayImages);
        }
    }

    /// <summary>
    /// Updates the run under its lock. The lock is released before the monitor runs, which may wait for another thread.
    /// </summary>
    private DcganStep Update(DcganBatch batch)
    {
        using AccessLock.Scope access = Access.Step();
        long started = Stopwatch.GetTimestamp();
        BatchShares shares = Meet(batch);
        DecayLearningRates();
        (StepNumbers numbers, StepOutcome? outcome, ArgumentException? fault, bool isDataAtFault) = Transact(batch, shares);

        // The transaction has closed: the step is now either final or undone.
        if (outcome != StepOutcome.Updated)
        {
            DcganDivergedException? failure = Failure(
                fault, isDataAtFault, numbers.ToStep(StepCount + 1, StepOutcome.Skipped) with { Duration = Stopwatch.GetElapsedTime(started) });
            if (outcome is null)
            {
                // A fault in the data is known to one process; the other failures to all.
                _ = isDataAtFault ? Ranks.Meet(Call.CheckData, () => fault is null ? 0 : throw fault) : throw Ranks.KnownToAll(failure!);
            }
        }

        CountStep(shares.Images);
        recovery.AfterStep(outcome!.Value, isDataAtFault);
        double? sampleDiversity = null;
        if (outcome == StepOutcome.Updated)
        {
            average?.Update(StepCount, shares.Images, ImagesSeen);
            augmentation?.Observe(numbers.RealSign, shares.Images);
            sampleDiversity = diversity is not null && StepCount % Options.DiversityInterval == 0 ? MeasureDiversity(batch.Images) : null;
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
    /// what is wrong with the batch of this process; null if the batch is finite. The data are at fault if any process has a fault.
    /// </returns>
    private (StepNumbers Numbers, StepOutcome? Outcome, ArgumentException? Fault, bool IsDataAtFault) Transact(DcganBatch batch, BatchShares shares)
    {
        try
        {
            if (!generator.training || !discriminator.training)
            {
                train();
            }

            recovery.BeforeStep();
            WarnOfFirstBatch(batch.Images);
            return Run(batch, shares);
        }
        catch (Exception error) when (Ranks.MustTell(error))
        {
            trainingStep.Fail(error);
            throw;
        }
    }

    private (StepNumbers Numbers, StepOutcome? Outcome, ArgumentException? Fault, bool IsDataAtFault) Run(DcganBatch batch, BatchShares shares)
    {
        // An update needs its graph, even if the host has disabled gradients on this thread.
        using IDisposable ordinary = inference_mode(false);
        using IDisposable gradients = enable_grad();

        // The transaction closes after the scope: by then the step's feature maps are freed, so undoing a step that ran out of
        // memory has room.
        using StepTransaction transaction = new(forwardPassCopy, RandomStreams());
        try
        {
            return Run(batch, shares, transaction);
        }
        catch (Exception error)
        {
            transaction.Cause = error;
            throw;
        }
    }

    private (StepNumbers Numbers, StepOutcome? Outcome, ArgumentException? Fault, bool IsDataAtFault) Run(
        DcganBatch batch, BatchShares shares, StepTransaction transaction)
    {
        using TileMemory.Usage memory = TileMemory.Use();
        using DisposeScope scope = NewDisposeScope();
        Device device = generator.FirstWeight.device;
        Tensor latents = batch.Latents ?? shares.OwnLatents(DrawLatents(shares.LatentCount));
        StepBatch moved = new(batch.Images.to(device), batch.Labels?.to(device), latents, shares);
        StepNumbers numbers = trainingStep.Run(moved, StepCount + 1, transaction);
        if (numbers.AreFinite)
        {
            transaction.Commit();
            return (numbers, StepOutcome.Updated, null, false);
        }

        ArgumentException? fault = null;
        bool isDataAtFault = Ranks.Any(Call.CheckData, () => (fault = StepBatch.FaultOf(batch)) is not null);
        StepOutcome? outcome = recovery.NextOutcome(isDataAtFault);
        transaction.KeepsRandomStreams = outcome is not null;
        return (numbers, outcome, fault, isDataAtFault);
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

    /// <summary>Logs why a step was not made.</summary>
    /// <param name="fault">What is wrong with the batch of this process; null if nothing is.</param>
    /// <param name="isDataAtFault">Whether something is wrong with the batch of any process.</param>
    /// <param name="step">The numbers of the step.</param>
    /// <returns>The exception for the host, if the data are not at fault.</returns>
    private DcganDivergedException? Failure(ArgumentException? fault, bool isDataAtFault, DcganStep step)
    {
        if (isDataAtFault)
        {
            Log.DataNotFinite(Logger, step.Number, fault?.ParamName ?? "images or latents of another process");
            return null;
        }

        string numbers = FormattableString.Invariant(
            $"Generator loss {step.GeneratorLoss:G6}, discriminator loss {step.DiscriminatorLoss:G6}, gradient norms {step.GeneratorGradientNorm:G6} and {step.DiscriminatorGradientNorm:G6}.");
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
