using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Random interpolation between generated and real images.</summary>
internal static class Interpolation
{
    /// <summary>
    /// Interpolates between the first min(N, M) images of both batches, each pair at its own uniform random position.
    /// </summary>
    internal static Tensor Of(Tensor realImages, Tensor generatedImages, torch.Generator random)
    {
        using DisposeScope scope = NewDisposeScope();
        long count = Math.Min(realImages.shape[0], generatedImages.shape[0]);

        // Drawn on the CPU in one type: a seed gives the same positions on every device and in every precision.
        Tensor share = empty([count, 1, 1, 1], float64, CPU).uniform_(0, 1, random).to(realImages.dtype, realImages.device);
        Tensor real = realImages.detach().narrow(0, 0, count);
        Tensor generated = generatedImages.detach().narrow(0, 0, count);
        return generated.lerp(real, share).MoveToOuterDisposeScope();
    }
}
