using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The reference's update: one pass of both networks, both gradients of that pass, and then one optimiser's step on each.
/// </summary>
/// <param name="game">The networks and their losses.</param>
/// <param name="generator">Updated first.</param>
/// <param name="discriminator">Updated second; nothing depends on the order.</param>
/// <param name="microBatches">Parts that a batch goes through the networks in.</param>
internal sealed class SimultaneousUpdate(
    AdversarialGame game, NetworkOptimizer generator, NetworkOptimizer discriminator, int microBatches) : IUpdate
{
    public void Apply(StepImages batch, long number, StepNumbers numbers, StepTransaction transaction)
    {
        var ofGenerator = new GeneratorTurn(generator.Gradients());
        var ofDiscriminator = new DiscriminatorTurn(discriminator.Gradients());
        foreach ((StepImages part, double share) in batch.Split(microBatches))
        {
            DcganPass pass = game.Pass(part);

            // The discriminator first: the generator's backward pass is the longer one, and frees the maps as it goes.
            ofDiscriminator.Add(pass.DiscriminatorLoss, pass.Real, pass.Made, share, retainGraph: true);
            pass.ReleaseReal();
            ofGenerator.Add(pass.GeneratorLoss, share);
            ofDiscriminator.AddPenalty(game.Penalty(pass.Generated, part, number), share);
        }

        double[] read = StepNumbers.Read(cat([ofGenerator.Numbers(), ofDiscriminator.Numbers()]));
        numbers.AddGenerator(read.AsSpan(0, StepNumbers.OfGenerator));
        numbers.AddDiscriminator(read.AsSpan(StepNumbers.OfGenerator));
        numbers.ThrowIfNotFinite();
        transaction.Complete();
        generator.Update(ofGenerator.Gradients, read[1]);
        discriminator.Update(ofDiscriminator.Gradients, read[^1]);
    }
}
