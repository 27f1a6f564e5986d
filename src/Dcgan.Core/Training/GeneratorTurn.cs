using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>One update of the generator as it comes up: its gradient and its loss, added up over parts of a batch.</summary>
internal sealed class GeneratorTurn(NetworkGradients gradients)
{
    private Tensor? sum;

    internal NetworkGradients Gradients => gradients;

    /// <summary>Takes one part's gradient, and uses its graph up.</summary>
    internal void Add(Tensor loss, double share)
    {
        Tensor number = loss.detach() * share;
        sum = sum is null ? number : sum + number;
        gradients.Add(loss, share);
    }

    /// <summary>In the order of <see cref="StepNumbers.AddGenerator"/>.</summary>
    internal Tensor Numbers() => stack([sum!, gradients.Norm()]);
}
