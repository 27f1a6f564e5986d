using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The logistic objective: cross-entropy of the sigmoid of a score, which equals the softmax of two logits with this difference.
/// The generator's target is 1 even if the discriminator's target is smoothed.
/// </summary>
/// <remarks>Computed with log σ, every loss stays finite and keeps its gradient at any score.</remarks>
/// <param name="realTarget">The discriminator's target probability of "real" for real images.</param>
internal sealed class LogisticObjective(double realTarget) : IObjective
{
    public Tensor Generator(Tensor generated) => functional.logsigmoid(generated).mean().neg();

    public Tensor Discriminator(Tensor real, Tensor generated) =>
        (OfReal(real) + functional.logsigmoid(-generated).mean()).neg();

    private Tensor OfReal(Tensor real)
    {
        Tensor asReal = functional.logsigmoid(real).mean();
        return realTarget == 1 ? asReal : (asReal * realTarget) + (functional.logsigmoid(-real).mean() * (1 - realTarget));
    }
}
