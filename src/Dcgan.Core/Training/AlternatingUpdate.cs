using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The order of Goodfellow et al. (2014): some updates of the discriminator, each on its own share of the images, and then some
/// of the generator, each against the discriminator as it then is. The generator's first update takes the images that the
/// discriminator's last one was made on.
/// </summary>
/// <param name="game">The networks and their losses.</param>
/// <param name="generator">Updated last.</param>
/// <param name="discriminator">Updated first.</param>
/// <param name="schedule">How often each is updated.</param>
/// <param name="microBatches">Parts that an update's images go through the networks in.</param>
internal sealed class AlternatingUpdate(
    AdversarialGame game, NetworkOptimizer generator, NetworkOptimizer discriminator, UpdateSchedule schedule, int microBatches) : IUpdate
{
    public void Apply(StepImages batch, long number, StepNumbers numbers, StepTransaction transaction)
    {
        IReadOnlyList<StepImages> batches = batch.Deal(schedule);
        Tensor? made = null;
        for (int turn = 0; turn < schedule.DiscriminatorSteps; turn++)
        {
            bool isLast = turn == schedule.DiscriminatorSteps - 1;
            long update = ((number - 1) * schedule.DiscriminatorSteps) + turn + 1;
            made = UpdateDiscriminator(batches[turn], update, keepsImages: isLast && microBatches == 1, numbers, transaction);
        }

        for (int turn = 0; turn < schedule.GeneratorSteps; turn++)
        {
            bool isLast = turn == schedule.GeneratorSteps - 1;
            UpdateGenerator(batches[schedule.DiscriminatorSteps - 1 + turn], made, isLast, numbers, transaction);
            made = null;
        }
    }

    /// <returns>The generated images with their graph, where they are kept.</returns>
    private Tensor? UpdateDiscriminator(StepImages batch, long update, bool keepsImages, StepNumbers numbers, StepTransaction transaction)
    {
        var turn = new DiscriminatorTurn(discriminator.Gradients());
        Tensor? kept = null;
        foreach ((StepImages part, double share) in batch.Split(microBatches))
        {
            Tensor generated = Made(part, withGraph: keepsImages);
            kept = keepsImages ? generated : null;
            (Tensor loss, Judgement real, Judgement made) = game.DiscriminatorPass(generated, part);
            turn.Add(loss, real, made, share);
            turn.AddPenalty(game.Penalty(generated, part, update), share);
        }

        double[] read = StepNumbers.Read(turn.Numbers());
        numbers.AddDiscriminator(read);
        numbers.ThrowIfNotFinite();
        transaction.Protect(discriminator);
        discriminator.Update(turn.Gradients, read[^1]);
        return kept;
    }

    private void UpdateGenerator(StepImages batch, Tensor? kept, bool isLast, StepNumbers numbers, StepTransaction transaction)
    {
        var turn = new GeneratorTurn(generator.Gradients());
        foreach ((StepImages part, double share) in batch.Split(microBatches))
        {
            turn.Add(game.GeneratorLoss(kept ?? Made(part, withGraph: true), part), share);
        }

        double[] read = StepNumbers.Read(turn.Numbers());
        numbers.AddGenerator(read);
        numbers.ThrowIfNotFinite();
        if (isLast)
        {
            transaction.Complete();
        }
        else
        {
            transaction.Protect(generator);
        }

        generator.Update(turn.Gradients, read[^1]);
    }

    private Tensor Made(StepImages batch, bool withGraph)
    {
        using IDisposable gradients = set_grad_enabled(withGraph);
        return game.Generate(batch);
    }
}
