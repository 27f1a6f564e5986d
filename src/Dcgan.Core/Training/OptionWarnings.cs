using Microsoft.Extensions.Logging;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Logs a warning for each combination of options that is valid but probably a mistake. A trainer calls this once, when it is
/// constructed.
/// </summary>
internal static class OptionWarnings
{
    private static readonly DcganTrainerOptions Defaults = new();

    /// <param name="logger">Receives the warnings.</param>
    /// <param name="options">The trainer's options, checked.</param>
    /// <param name="discriminator">The discriminator's options.</param>
    /// <param name="optimizers">The host's optimizers; null if the trainer makes its own.</param>
    internal static void Log(
        ILogger logger, DcganTrainerOptions options, DiscriminatorOptions discriminator, DcganOptimizers? optimizers)
    {
        // R1 and R2 pull the slope toward 0, which also works with batch normalization. The gradient penalty sets it to 1.
        if (options.Loss.GradientPenaltyWeight > 0 && discriminator.Stages().Any(stage => stage.Normalizes))
        {
            Dcgan.Core.Log.PenaltyWithBatchNorm(logger, options.Loss.GradientPenaltyWeight);
        }

        bool isBounded = discriminator.SpectralNorm || options.Loss is { HasPenalty: true, PenaltyStart: 0 };
        if (options.Loss.Objective.Equals(AdversarialObjective.Wasserstein) && !isBounded)
        {
            Dcgan.Core.Log.UnboundedWasserstein(logger);
        }

        if (options is { EmaWarmup: > 0, EmaDecay: 0 })
        {
            Dcgan.Core.Log.WarmupWithoutAverage(logger, options.EmaWarmup);
        }

        if (optimizers is not null)
        {
            string[] contradictions =
            [
                .. Contradictions(optimizers.Generator, "generator", options, options.LearningRate, nameof(options.LearningRate)),
                .. options.DiscriminatorLearningRate is double rate
                    ? Contradictions(optimizers.Discriminator, "discriminator", options, rate, nameof(options.DiscriminatorLearningRate))
                    : Contradictions(optimizers.Discriminator, "discriminator", options, options.LearningRate, nameof(options.LearningRate)),
            ];
            if (contradictions.Length > 0)
            {
                Dcgan.Core.Log.OptionsOfOtherOptimizers(logger, string.Join("; ", contradictions));
            }
        }
    }

    /// <summary>
    /// Lists the options that the host has set and that no parameter group of its optimizer has. An option at its default may not
    /// have been set, and a scheduler may have changed the rate since the optimizer was constructed.
    /// </summary>
    private static IEnumerable<string> Contradictions(
        optim.Optimizer optimizer, string network, DcganTrainerOptions options, double learningRate, string nameOfRate)
    {
        optim.ILearningRateController[] groups = [.. optimizer.ParamGroups];
        if (learningRate != Defaults.LearningRate
            && !groups.Any(group => group.LearningRate == learningRate || group.InitialLearningRate == learningRate))
        {
            yield return Text(nameOfRate, learningRate, network, groups.Select(group => group.LearningRate));
        }

        (double, double)[] betas = [.. groups.OfType<optim.IBetas>().Select(group => group.Betas)];
        if (betas.Length > 0 && options.Beta1 != Defaults.Beta1 && !betas.Any(beta => beta.Item1 == options.Beta1))
        {
            yield return Text(nameof(options.Beta1), options.Beta1, network, betas.Select(beta => beta.Item1));
        }

        if (betas.Length > 0 && options.Beta2 != Defaults.Beta2 && !betas.Any(beta => beta.Item2 == options.Beta2))
        {
            yield return Text(nameof(options.Beta2), options.Beta2, network, betas.Select(beta => beta.Item2));
        }
    }

    private static string Text(string option, double value, string network, IEnumerable<double> actual) => FormattableString.Invariant(
        $"{option} is {value} but the {network}'s optimizer has {actual.First()}");
}
