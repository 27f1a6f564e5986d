using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What one forward pass of both networks leaves, with its graph.</summary>
/// <param name="Real">Of the real images.</param>
/// <param name="Made">Of the generated images.</param>
/// <param name="Generated">The generated images.</param>
/// <param name="GeneratorLoss">A scalar.</param>
/// <param name="DiscriminatorLoss">A scalar.</param>
internal sealed record DcganPass(Judgement Real, Judgement Made, Tensor Generated, Tensor GeneratorLoss, Tensor DiscriminatorLoss)
{
    /// <summary>
    /// Gives back what only the discriminator's gradient needs: the maps of the real images, a sixth of a step's memory.
    /// </summary>
    internal void ReleaseReal()
    {
        DiscriminatorLoss.Dispose();
        Real.Logits.Dispose();
        Real.Features?.Dispose();
    }
}
