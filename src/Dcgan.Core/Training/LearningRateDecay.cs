using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The decay of the learning rates: <see cref="DcganTrainerOptions.LearningRateDecayImages"/>.</summary>
internal static class LearningRateDecay
{
    /// <summary>What remains of a learning rate at the end. At 0, a run that goes on would make steps without an effect.</summary>
    internal const double Floor = 0.02;

    /// <summary>Sets the learning rates of both optimizers for the next step. Leaves them alone if they do not decay.</summary>
    /// <param name="optimizers">The optimizers. Each parameter group decays from its own initial learning rate.</param>
    /// <param name="imagesSeen">Number of real images before the step.</param>
    /// <param name="decayImages">Number of real images until the end of the decay; 0 for no decay.</param>
    internal static void Apply(DcganOptimizers optimizers, long imagesSeen, long decayImages)
    {
        if (decayImages == 0)
        {
            return;
        }

        double factor = Math.Max(Floor, 1 - (imagesSeen / (double)decayImages));
        foreach (optim.ILearningRateController group in optimizers.Generator.ParamGroups.Concat(optimizers.Discriminator.ParamGroups))
        {
            group.LearningRate = group.InitialLearningRate * factor;
        }
    }
}
