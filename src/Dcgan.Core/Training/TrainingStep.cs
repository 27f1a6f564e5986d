using TorchSharp;
using static TorchSharp.torch;
using Judgment = Dcgan.Core.AdversarialLosses.Judgment;

namespace Dcgan.Core;

/// <summary>
/// One training step as a list of phases, each of which updates one network. The simultaneous schedule computes both phases from
/// one forward pass and then applies both. The alternating schedule computes and applies one phase after the other.
/// </summary>
/// <param name="losses">The forward pass and its loss terms.</param>
/// <param name="generator">The generator's phase.</param>
/// <param name="discriminator">The discriminator's phase.</param>
/// <param name="schedule">The order of the phases.</param>
/// <param name="microBatches">The number of parts in which a phase's images pass through the networks.</param>
/// <param name="ranks">The processes of the run.</param>
/// <param name="statistics">Combines the networks' statistics over the processes; null for one process.</param>
internal sealed class TrainingStep(
    AdversarialLosses losses,
    Phase generator,
    Phase discriminator,
    UpdateSchedule schedule,
    int microBatches,
    Ranks ranks,
    SharedStatistics? statistics) : IDisposable
{
    /// <summary>The phase whose sum the other processes wait for next; null if they do not wait for a sum.</summary>
    private Phase? awaited;

    /// <summary>The phase whose sum has started and not ended; null if there is none.</summary>
    private Phase? underWay;

    /// <summary>
    /// Whether the discriminator's gradient is summed while the generator's is computed. A penalty would be added to it in that time,
    /// and the generator's loss of the alternating schedule needs the updated discriminator.
    /// </summary>
    private bool overlaps;

    /// <summary>Whether the other processes make the last update without waiting for this one.</summary>
    private bool isLate;

    /// <summary>Makes one step. Stops before the first update whose numbers are not finite.</summary>
    /// <param name="batch">The images and latents, checked.</param>
    /// <param name="number">The number of the step, from 1.</param>
    /// <param name="transaction">Undoes the step unless it is committed.</param>
    /// <returns>The numbers of the step. If they are not finite, the transaction must not be committed.</returns>
    /// <exception cref="ProcessGroupException">Another process has failed.</exception>
    internal StepNumbers Run(StepBatch batch, long number, StepTransaction transaction)
    {
        var numbers = new StepNumbers();
        if (schedule.Alternates)
        {
            Alternate(batch.Deal(schedule), number, numbers, transaction);
        }
        else
        {
            UpdateBoth(batch, number, numbers, transaction);
        }

        return numbers;
    }

    /// <summary>
    /// Prepares a step in which the other processes of the run will wait for this one. From here on, report every failure with
    /// <see cref="Fail"/>.
    /// </summary>
    /// <param name="number">The number of the step, from 1.</param>
    /// <returns>A digest of what must be equal on all processes; 0 for one process.</returns>
    internal int Reserve(long number)
    {
        int layout = ranks.AreSeveral ? StepPlan.Digest([generator.Reserve(), discriminator.Reserve()]) : 0;
        (awaited, underWay, isLate) = (discriminator, null, false);
        overlaps = !schedule.Alternates && !losses.HasPenalty(number);
        return layout;
    }

    /// <summary>Tells the other processes that this one has failed in the step, where they wait for it. Then every process throws.</summary>
    /// <param name="error">An exception that they do not know of.</param>
    internal void Fail(Exception error)
    {
        using DisposeScope scope = NewDisposeScope();
        FinishSum(withStatistics: false, error);
        if (awaited is not null)
        {
            awaited.Fail(error, IsInBackground(awaited));
        }
        else if (isLate)
        {
            ranks.AnnounceApart(error);
        }
        else
        {
            ranks.Announce(error);
        }
    }

    public void Dispose()
    {
        generator.Dispose();
        discriminator.Dispose();
        statistics?.Dispose();
    }

    /// <summary>The reference's update: both gradients from one forward pass, before either network changes.</summary>
    private void UpdateBoth(StepBatch batch, long number, StepNumbers numbers, StepTransaction transaction)
    {
        Begin([discriminator, generator]);
        int parts = 0;
        foreach ((StepBatch part, double share) in batch.Split(microBatches, count => losses.SkipDiscriminator(count, number)))
        {
            Tensor generated = losses.Generate(part);
            Judgment ofReal = losses.JudgeReal(part);
            Judgment ofGenerated = losses.JudgeGenerated(generated, part);
            (Tensor generatorLoss, Tensor discriminatorLoss) = losses.Both(ofReal, ofGenerated);

            // The discriminator first: the generator's backward pass is longer and frees the maps as it proceeds.
            discriminator.AddScores(ofReal.Logits, ofGenerated.Logits, share);
            discriminator.AddLoss(discriminatorLoss, share, retainGraph: true);

            // Frees the maps of the real images, a sixth of a step's memory, which only the gradient above needs.
            discriminatorLoss.Dispose();
            ofReal.Logits.Dispose();
            ofReal.Features?.Dispose();

            if (++parts == microBatches && overlaps)
            {
                StartSum(discriminator, withStatistics: false, next: generator, isLate: false);
            }

            generator.AddLoss(generatorLoss, share);
            discriminator.AddPenalty(losses.Penalty(generated, part, number), share);
        }

        _ = Apply([discriminator, generator], next: null, numbers, transaction);
    }

    /// <summary>
    /// The schedule of Goodfellow et al. (2014): first the discriminator updates, each on its own share of the images, then the
    /// generator updates, each against the current discriminator. Takes one batch for each batch of generated images.
    /// </summary>
    private void Alternate(IReadOnlyList<StepBatch> batches, long number, StepNumbers numbers, StepTransaction transaction)
    {
        Tensor? generated = null;
        for (int turn = 0; turn < schedule.DiscriminatorSteps; turn++)
        {
            // The first generator update reuses the last images that the discriminator saw, if they fit in memory as a whole.
            bool keepsGraph = turn == schedule.DiscriminatorSteps - 1 && microBatches == 1;
            Begin([discriminator], keeps: keepsGraph);
            foreach ((StepBatch part, double share) in batches[turn].Split(microBatches, count => losses.SkipDiscriminator(count, Update(number, turn))))
            {
                Tensor images = Generate(part, keepsGraph);
                Judgment ofReal = losses.JudgeReal(part);
                Judgment ofGenerated = losses.JudgeGenerated(images.detach(), part);
                discriminator.AddScores(ofReal.Logits, ofGenerated.Logits, share);
                discriminator.AddLoss(losses.OfDiscriminator(ofReal, ofGenerated), share);
                discriminator.AddPenalty(losses.Penalty(images, part, Update(number, turn)), share);
                generated = keepsGraph ? images : null;
            }

            if (!Apply([discriminator], turn == schedule.DiscriminatorSteps - 1 ? generator : discriminator, numbers, transaction))
            {
                return;
            }
        }

        for (int turn = 0; turn < schedule.GeneratorSteps; turn++)
        {
            Begin([generator], repeats: generated is not null);
            foreach ((StepBatch part, double share) in batches[schedule.DiscriminatorSteps - 1 + turn].Split(microBatches, losses.SkipGenerator))
            {
                generator.AddLoss(losses.OfGenerator(generated ?? losses.Generate(part), part), share);
            }

            generated = null;
            if (!Apply([generator], turn == schedule.GeneratorSteps - 1 ? null : generator, numbers, transaction))
            {
                return;
            }
        }
    }

    /// <summary>
    /// The only place between gradients and updates. Sums over the processes of the run. Then the gradients of all phases are checked,
    /// clipped and applied. <c>next</c>: the phase of the next update; null after the last one, when nothing that may fail follows.
    /// </summary>
    /// <returns>False if a number is not finite; then nothing is applied.</returns>
    private bool Apply(Phase[] phases, Phase? next, StepNumbers numbers, StepTransaction transaction)
    {
        // Everything that may fail comes before the first update, or the network is copied so that the transaction can restore
        // it. It also comes before the sum, after which the other processes update.
        Array.ForEach(phases, phase => phase.Check());
        bool mayFail = phases.Any(phase => phase.MayFail);
        if (next is not null || mayFail)
        {
            Array.ForEach(phases, transaction.Protect);
        }

        Share(phases, mayFail ? null : next, isLate: !mayFail && next is null);
        PhaseNumbers[] read = PhaseNumbers.Read([.. phases.Select(phase => phase.Numbers())]);
        foreach ((Phase phase, PhaseNumbers ofPhase) in phases.Zip(read))
        {
            if (phase == generator)
            {
                numbers.AddGenerator(ofPhase);
            }
            else
            {
                numbers.AddDiscriminator(ofPhase);
            }
        }

        if (!numbers.AreFinite)
        {
            return false;
        }

        foreach ((Phase phase, PhaseNumbers ofPhase) in phases.Zip(read))
        {
            phase.Prepare(ofPhase.GradientNorm);
        }

        if (mayFail)
        {
            // A host's optimizer may throw on one process only; then no process keeps the update.
            _ = ranks.Meet(Call.Update, () => Update(phases));
            (awaited, isLate) = (next, next is null);
        }
        else
        {
            _ = Update(phases);
        }

        return true;
    }

    private static long Update(Phase[] phases)
    {
        Array.ForEach(phases, phase => phase.Update());
        return phases.Length;
    }

    /// <param name="phases">The phases of the update.</param>
    /// <param name="keeps">Whether the next update uses the graph of this update's generator pass.</param>
    /// <param name="repeats">Whether this update uses the graph of the last update.</param>
    private void Begin(Phase[] phases, bool keeps = false, bool repeats = false)
    {
        awaited = phases[0];
        Array.ForEach(phases, phase => phase.Begin());
        statistics?.Begin(keeps, repeats);
    }

    /// <param name="phases">The phases of the update.</param>
    /// <param name="next">The phase whose sum the other processes wait for after these; null if they do not wait for a sum.</param>
    /// <param name="isLate">Whether they then make the last update without waiting for this process.</param>
    private void Share(Phase[] phases, Phase? next, bool isLate)
    {
        FinishSum(withStatistics: false);
        foreach (Phase phase in phases.SkipWhile(phase => phase != awaited))
        {
            bool isLast = phase == phases[^1];
            StartSum(phase, isLast, isLast ? next : phases[^1], isLast && isLate);
            FinishSum(isLast);
        }
    }

    private void StartSum(Phase phase, bool withStatistics, Phase? next, bool isLate)
    {
        phase.StartSum(withStatistics, IsInBackground(phase), () => (awaited, underWay, this.isLate) = (next, phase, isLate));
    }

    private bool IsInBackground(Phase phase) => overlaps && phase == discriminator;

    /// <summary>Waits for the end of the sum that is under way, if there is one.</summary>
    /// <param name="withStatistics">Whether the sum has statistics.</param>
    /// <param name="own">The exception of this process, if it has failed since the start.</param>
    private void FinishSum(bool withStatistics, Exception? own = null)
    {
        Phase? phase = underWay;
        underWay = null;
        phase?.FinishSum(withStatistics, own);
    }

    private Tensor Generate(StepBatch batch, bool withGraph)
    {
        using IDisposable gradients = set_grad_enabled(withGraph);
        return losses.Generate(batch);
    }

    /// <summary>The number of a discriminator update in the run, from 1.</summary>
    private long Update(long number, int turn) => ((number - 1) * schedule.DiscriminatorSteps) + turn + 1;
}
