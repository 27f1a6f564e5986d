using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The optimizers of a trainer's two networks. A TorchSharp learning-rate scheduler takes one optimizer:
/// <c>optim.lr_scheduler.StepLR(trainer.Optimizers.Generator, 10)</c>.
/// </summary>
/// <param name="generator">Holds parameters of the generator only; its step needs no closure.</param>
/// <param name="discriminator">Holds parameters of the discriminator only; its step needs no closure.</param>
/// <remarks>
/// <see cref="FusedAdam"/> follows its parameters through <c>trainer.to(device)</c>. TorchSharp's own optimizers do not: move the
/// networks first, then construct the optimizers.
/// </remarks>
public sealed class DcganOptimizers(optim.Optimizer generator, optim.Optimizer discriminator)
{
    /// <summary>ε̂ of the reference's Adam, which is TensorFlow's default.</summary>
    private const double AdamEpsilon = 1e-8;

    /// <summary>The generator's optimizer.</summary>
    public optim.Optimizer Generator { get; } = generator ?? throw new ArgumentNullException(nameof(generator));

    /// <summary>The discriminator's optimizer.</summary>
    public optim.Optimizer Discriminator { get; } = discriminator ?? throw new ArgumentNullException(nameof(discriminator));

    /// <summary>Creates Adam for each network, as the reference uses it.</summary>
    internal static DcganOptimizers Adam(Generator generator, Discriminator discriminator, DcganTrainerOptions options)
    {
        FusedAdam first = Adam(generator, options.LearningRate, options);
        try
        {
            return new(first, Adam(discriminator, options.DiscriminatorLearningRate ?? options.LearningRate, options));
        }
        catch
        {
            first.Dispose();
            throw;
        }
    }

    /// <summary>Checks that each optimizer holds parameters of its own network only, and that its state can be copied.</summary>
    /// <exception cref="ArgumentException">An optimizer holds other parameters.</exception>
    /// <exception cref="NotSupportedException">The state of an optimizer cannot be copied.</exception>
    internal void Check(Generator generator, Discriminator discriminator)
    {
        Check(Generator, generator, nameof(Generator));
        Check(Discriminator, discriminator, nameof(Discriminator));
        using DisposeScope scope = NewDisposeScope();
        _ = OptimizerMoments.Entries(Generator, generator, StateNames.Generator).Count();
        _ = OptimizerMoments.Entries(Discriminator, discriminator, StateNames.Discriminator).Count();
    }

    private static FusedAdam Adam(Module network, double learningRate, DcganTrainerOptions options) =>
        new(network.parameters(), learningRate, options.Beta1, options.Beta2, AdamEpsilon) { EpsilonHat = true };

    private static void Check(optim.Optimizer optimizer, Module network, string name)
    {
        _ = OptimizerMoments.StateDictionary(optimizer);
        Parameter[] held = [.. optimizer.parameters()];
        HashSet<IntPtr> own = [.. network.parameters().Select(parameter => parameter.Handle)];
        int others = held.Count(parameter => parameter.IsInvalid || !own.Contains(parameter.Handle));
        if (held.Length == 0 || others > 0)
        {
            throw new ArgumentException(
                $"optimizers.{name}: must hold parameters of the {name.ToLowerInvariant()} only, but {others} of its {held.Length} are not.",
                name);
        }
    }
}
