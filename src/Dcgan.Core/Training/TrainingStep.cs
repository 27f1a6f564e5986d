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
internal sealed partial class TrainingStep(
    AdversarialLosses losses,
    Phase generator,
    Phase discriminator,
    UpdateSchedule schedule,
    int microBatches,
    Ranks ranks,
    SharedStatistics? statistics) : IDisposable
{
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
        foreach ((StepBatch part, double share, bool isLast) in batch.Split(microBatches, count => losses.SkipDiscriminator(count, number)))
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

            if (isLast && overlaps)
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
            foreach ((StepBatch part, double share, _) in batches[turn].Split(microBatches, count => losses.SkipDiscriminator(count, Update(number, turn))))
            {
                Tensor images = Generate(part, keepsGraph);
                (Tensor ofReal, Tensor ofGenerated) = losses.LogitsOfBoth(images.detach(), part);
                discriminator.AddScores(ofReal, ofGenerated, share);
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
            foreach ((StepBatch part, double share, _) in batches[schedule.DiscriminatorSteps - 1 + turn].Split(microBatches, losses.SkipGenerator))
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
    /// Between gradients and updates: sums over the processes of the run, unless the sum is under way already. Then the gradients of all
    /// phases are checked, clipped and applied. <c>next</c>: the phase of the next update; null after the last one, when nothing that may
    /// fail follows. A gradient must not be touched between <see cref="StartSum"/> and <see cref="Phase.FinishSum"/>.
    /// </summary>
    /// <returns>False if a number is not finite; then nothing is applied.</returns>
    private bool Apply(Phase[] phases, Phase? next, StepNumbers numbers, StepTransaction transaction)
    {
        // Everything that may fail comes before the first update, or the network is copied so that the transaction can restore
        // it. It also comes before the last sum, after which the other processes update.
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

    private Tensor Generate(StepBatch batch, bool withGraph)
    {
        using IDisposable gradients = set_grad_enabled(withGraph);
        return losses.Generate(batch);
    }

    /// <summary>The number of a discriminator update in the run, from 1.</summary>
    private long Update(long number, int turn) => ((number - 1) * schedule.DiscriminatorSteps) + turn + 1;
}
