using static TorchSharp.torch.optim;

namespace Dcgan.Core;

/// <summary>The decay of the learning rates: <see cref="DcganTrainerOptions.LearningRateDecayImages"/>.</summary>
internal static class LearningRateDecay
{
    /// <summary>What remains of a learning rate at the end. At 0, a run that goes on would make steps without an effect.</summary>
    private const double Floor = 0.02;

    /// <summary>
    /// Takes the current learning rate as the initial one in groups that have none, as those of a host's own optimizer may. Otherwise
    /// their learning rates would become 0.
    /// </summary>
    internal static void Begin(DcganOptimizers optimizers)
    {
        foreach (ILearningRateController group in Groups(optimizers).Where(group => group.InitialLearningRate == 0))
        {
            group.InitialLearningRate = group.LearningRate;
        }
    }

    /// <summary>Sets the learning rates of both optimizers for the next step.</summary>
    /// <param name="optimizers">The optimizers. Each parameter group decays from its own initial learning rate.</param>
    /// <param name="imagesSeen">Number of real images before the step.</param>
    /// <param name="decayImages">Number of real images until the end of the decay; 0 for the initial learning rates.</param>
    internal static void Apply(DcganOptimizers optimizers, long imagesSeen, long decayImages)
    {
        double factor = decayImages == 0 ? 1 : Math.Max(Floor, 1 - (imagesSeen / (double)decayImages));
        foreach (ILearningRateController group in Groups(optimizers))
        {
            group.LearningRate = group.InitialLearningRate * factor;
        }
    }

    private static IEnumerable<ILearningRateController> Groups(DcganOptimizers optimizers) =>
        optimizers.Generator.ParamGroups.Concat(optimizers.Discriminator.ParamGroups);
}
