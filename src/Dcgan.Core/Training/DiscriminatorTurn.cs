using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>One update of the discriminator as it comes up: its gradient and its numbers, added up over parts of a batch.</summary>
internal sealed class DiscriminatorTurn(NetworkGradients gradients)
{
    private Tensor? sums;
    private Tensor? penalties;

    internal NetworkGradients Gradients => gradients;

    /// <summary>Takes one part's gradient.</summary>
    /// <param name="loss">Of the part, a scalar with its graph.</param>
    /// <param name="real">What it says of real images.</param>
    /// <param name="made">What it says of generated ones.</param>
    /// <param name="share">Of the part in the whole.</param>
    /// <param name="retainGraph">Whether the generator still needs the graph.</param>
    internal void Add(Tensor loss, Judgement real, Judgement made, double share, bool retainGraph = false)
    {
        Tensor numbers = Numbers(loss, real.Logits, made.Logits);
        sums = sums is null ? numbers * share : sums + (numbers * share);
        gradients.Add(loss, share, retainGraph);
    }

    /// <summary>Takes the gradient of a penalty, if there is one.</summary>
    internal void AddPenalty(Tensor? penalty, double share)
    {
        if (penalty is null)
        {
            return;
        }

        Tensor number = penalty.detach() * share;
        penalties = penalties is null ? number : penalties + number;
        gradients.Add(penalty, share);
    }

    /// <summary>In the order of <see cref="StepNumbers.AddDiscriminator"/>.</summary>
    internal Tensor Numbers() => cat([sums!, (penalties ?? zeros_like(sums![0])).reshape(1), gradients.Norm().reshape(1)]);

    private static Tensor Numbers(Tensor loss, Tensor realLogits, Tensor generatedLogits)
    {
        using IDisposable noGradients = no_grad();
        Tensor real = DcganLoss.Score(realLogits);
        Tensor generated = DcganLoss.Score(generatedLogits);
        return stack(
        [
            loss,
            DcganLoss.MeanProbabilityOfReal(realLogits),
            DcganLoss.MeanProbabilityOfReal(generatedLogits),
            real.mean(),
            generated.mean(),
            real.sign().mean(),
        ]);
    }
}
