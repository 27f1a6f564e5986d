using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What one forward pass of both networks leaves, with its graph.</summary>
/// <param name="RealLogits">[N, 2].</param>
/// <param name="GeneratedLogits">[M, 2].</param>
/// <param name="GeneratorLoss">A scalar.</param>
/// <param name="DiscriminatorLoss">A scalar.</param>
internal sealed record DcganPass(Tensor RealLogits, Tensor GeneratedLogits, Tensor GeneratorLoss, Tensor DiscriminatorLoss)
{
    /// <summary>Both losses and both mean probabilities of "real", on real and on generated images: [4], without a graph.</summary>
    internal Tensor Numbers()
    {
        using IDisposable noGradients = no_grad();
        return stack(
        [
            GeneratorLoss,
            DiscriminatorLoss,
            DcganLoss.MeanProbabilityOfReal(RealLogits),
            DcganLoss.MeanProbabilityOfReal(GeneratedLogits),
        ]);
    }

    /// <summary>
    /// Gives back what only the discriminator's gradient needs: the maps of the real images, a sixth of a step's memory.
    /// </summary>
    internal void ReleaseReal()
    {
        DiscriminatorLoss.Dispose();
        RealLogits.Dispose();
    }
}
