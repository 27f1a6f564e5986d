using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The optimisers of a trainer's two networks. A learning-rate scheduler of TorchSharp's takes one of them:
/// <c>optim.lr_scheduler.StepLR(trainer.Optimizers.Generator, 10)</c>.
/// </summary>
/// <param name="Generator">Of the generator's parameters, or of some; its step needs no closure.</param>
/// <param name="Discriminator">Of the discriminator's parameters, or of some; its step needs no closure.</param>
/// <remarks>
/// <see cref="FusedAdam"/> follows its parameters through <c>trainer.to(device)</c>. TorchSharp's own optimisers do not: move
/// the networks first, then make these.
/// </remarks>
public sealed record DcganOptimizers(optim.Optimizer Generator, optim.Optimizer Discriminator)
{
    /// <summary>ε̂ of the reference's Adam, which is TensorFlow's default.</summary>
    private const double AdamEpsilon = 1e-8;

    /// <summary>What the reference uses: Adam for each network.</summary>
    internal static DcganOptimizers Adam(Generator generator, Discriminator discriminator, DcganTrainerOptions options) =>
        new(
            Adam(generator, options.LearningRate, options),
            Adam(discriminator, options.DiscriminatorLearningRate ?? options.LearningRate, options));

    /// <summary>That each holds parameters of its own network and no others.</summary>
    internal void CheckFit(Generator generator, Discriminator discriminator)
    {
        CheckFit(Generator, generator, nameof(Generator));
        CheckFit(Discriminator, discriminator, nameof(Discriminator));
    }

    /// <summary>That what they know can be copied, which some options need in the middle of a step.</summary>
    /// <exception cref="NotSupportedException">One keeps it where it cannot be found.</exception>
    internal void CheckCopies(Generator generator, Discriminator discriminator)
    {
        using DisposeScope scope = NewDisposeScope();
        _ = StoredOptimizer.Of(Generator, generator, CheckpointFormat.Generator).Count();
        _ = StoredOptimizer.Of(Discriminator, discriminator, CheckpointFormat.Discriminator).Count();
    }

    private static FusedAdam Adam(Module network, double learningRate, DcganTrainerOptions options) =>
        new(network.parameters(), learningRate, options.Beta1, options.Beta2, AdamEpsilon) { EpsilonHat = true };

    private static void CheckFit(optim.Optimizer? optimizer, Module network, string name)
    {
        if (optimizer is null)
        {
            throw new ArgumentException($"optimizers.{name}: must not be null.", name);
        }

        NetworkOptimizer.CheckState(optimizer);
        Parameter[] held = [.. optimizer.parameters()];
        HashSet<IntPtr> own = [.. network.parameters().Select(parameter => parameter.Handle)];
        int strange = held.Count(parameter => parameter.IsInvalid || !own.Contains(parameter.Handle));
        if (held.Length == 0 || strange > 0)
        {
            throw new ArgumentException(
                $"optimizers.{name}: must hold parameters of the {name.ToLowerInvariant()} and no others, but {strange} of its {held.Length} are not.",
                name);
        }
    }
}
