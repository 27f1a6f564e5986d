using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>The formulas of the built-in objectives; <see cref="AdversarialObjective"/> has their sources.</summary>
internal static class BuiltInObjectives
{
    /// <summary>
    /// Cross-entropy of the sigmoid of a score, which equals the softmax of two logits with this difference. With log σ, every loss
    /// stays finite and keeps its gradient at any score. The generator's target is 1 even if the discriminator's target is smoothed.
    /// </summary>
    internal static AdversarialObjective Logistic(string name, double smoothing = 0) => new(
        name,
        (_, generated) => -functional.logsigmoid(generated).mean(),
        (real, generated) => LogLikelihoodOfReal(real, smoothing).Add(functional.logsigmoid(-generated).mean()).neg(),
        isRelativistic: false)
    {
        Smoothed = distance => Logistic(name, distance),
    };

    /// <summary>Half the mean squared difference between scores and their targets.</summary>
    internal static AdversarialObjective LeastSquares(string name, double smoothing = 0) => new(
        name,
        (_, generated) => generated.Sub(1).Square().mean().Div(2),
        (real, generated) => real.Sub(1 - smoothing).Square().mean().Add(generated.Square().mean()).Div(2),
        isRelativistic: false)
    {
        Smoothed = distance => LeastSquares(name, distance),
    };

    /// <summary>Zero loss for real scores above 1 and generated scores below -1.</summary>
    internal static AdversarialObjective Hinge(string name) => new(
        name,
        (_, generated) => -generated.mean(),
        (real, generated) => real.OneMinus().relu().mean().Add(generated.Add(1).relu().mean()),
        isRelativistic: false);

    /// <summary>The difference of mean scores.</summary>
    internal static AdversarialObjective Wasserstein(string name) => new(
        name,
        (_, generated) => -generated.mean(),
        (real, generated) => generated.mean() - real.mean(),
        isRelativistic: false);

    /// <summary>The logistic loss of the difference between the scores of a pair.</summary>
    internal static AdversarialObjective RelativisticPairing(string name) => new(
        name,
        (real, generated) => -functional.logsigmoid(generated - real!).mean(),
        (real, generated) => -functional.logsigmoid(real - generated).mean(),
        isRelativistic: true);

    private static Tensor LogLikelihoodOfReal(Tensor real, double smoothing)
    {
        double target = 1 - smoothing;
        Tensor asReal = functional.logsigmoid(real).mean();
        return smoothing == 0 ? asReal : asReal.Mul(target).Add(functional.logsigmoid(-real).mean().Mul(1 - target));
    }
}
