using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Cross-entropy of the sigmoid of a score, which is the softmax of two logits whose difference the score is. The generator
/// wants generated images called real with certainty, whatever the discriminator is asked for.
/// </summary>
/// <remarks>By log σ, every loss stays finite and keeps its gradient however sure the discriminator is.</remarks>
/// <param name="realTarget">The probability of "real" that the discriminator is to give to real images.</param>
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
