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
internal sealed class TrainingStep(
    AdversarialLosses losses, Phase generator, Phase discriminator, UpdateSchedule schedule, int microBatches) : IDisposable
{
    /// <summary>Makes one step. Stops before the first update whose numbers are not finite.</summary>
    /// <param name="batch">The images and latents, checked.</param>
    /// <param name="number">The number of the step, from 1.</param>
    /// <param name="transaction">Undoes the step unless it is committed.</param>
    /// <returns>The numbers of the step. If they are not finite, the transaction must not be committed.</returns>
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
    }

    /// <summary>The reference's update: both gradients from one forward pass, before either network changes.</summary>
    private void UpdateBoth(StepBatch batch, long number, StepNumbers numbers, StepTransaction transaction)
    {
        generator.Begin();
        discriminator.Begin();
        foreach ((StepBatch part, double share) in batch.Split(microBatches))
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

            generator.AddLoss(generatorLoss, share);
            discriminator.AddPenalty(losses.Penalty(generated, part, number), share);
        }

        _ = Apply([generator, discriminator], isLast: true, numbers, transaction);
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
            discriminator.Begin();
            foreach ((StepBatch part, double share) in batches[turn].Split(microBatches))
            {
                Tensor images = Generate(part, keepsGraph);
                Judgment ofReal = losses.JudgeReal(part);
                Judgment ofGenerated = losses.JudgeGenerated(images.detach(), part);
                discriminator.AddScores(ofReal.Logits, ofGenerated.Logits, share);
                discriminator.AddLoss(losses.OfDiscriminator(ofReal, ofGenerated), share);
                discriminator.AddPenalty(losses.Penalty(images, part, Update(number, turn)), share);
                generated = keepsGraph ? images : null;
            }

            if (!Apply([discriminator], isLast: false, numbers, transaction))
            {
                return;
            }
        }

        for (int turn = 0; turn < schedule.GeneratorSteps; turn++)
        {
            generator.Begin();
            foreach ((StepBatch part, double share) in batches[schedule.DiscriminatorSteps - 1 + turn].Split(microBatches))
            {
                generator.AddLoss(losses.OfGenerator(generated ?? losses.Generate(part), part), share);
            }

            generated = null;
            if (!Apply([generator], isLast: turn == schedule.GeneratorSteps - 1, numbers, transaction))
            {
                return;
            }
        }
    }

    /// <summary>
    /// The only place between gradients and updates. A sum over processes belongs here, before the numbers are read. Then the
    /// gradients of all phases are checked, clipped and applied. <c>isLast</c>: nothing that may fail follows.
    /// </summary>
    /// <returns>False if a number is not finite; then nothing is applied.</returns>
    private bool Apply(Phase[] phases, bool isLast, StepNumbers numbers, StepTransaction transaction)
    {
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

        // Everything that may fail comes before the first update, or the network is copied so that the transaction can restore
        // it.
        bool mayFail = !isLast || phases.Any(phase => phase.MayFail);
        foreach ((Phase phase, PhaseNumbers ofPhase) in phases.Zip(read))
        {
            phase.Prepare(ofPhase.GradientNorm);
            if (mayFail)
            {
                transaction.Protect(phase);
            }
        }

        foreach (Phase phase in phases)
        {
            phase.Update();
        }

        return true;
    }

    private Tensor Generate(StepBatch batch, bool withGraph)
    {
        using IDisposable gradients = set_grad_enabled(withGraph);
        return losses.Generate(batch);
    }

    /// <summary>The number of a discriminator update in the run, from 1.</summary>
    private long Update(long number, int turn) => ((number - 1) * schedule.DiscriminatorSteps) + turn + 1;
}
