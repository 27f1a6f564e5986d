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
        long count = Math.Min(realImages.size(0), generatedImages.size(0));
        Tensor share = Draw(count, random).to(realImages.dtype, realImages.device);
        Tensor real = realImages.detach().narrow(0, 0, count);
        Tensor generated = generatedImages.detach().narrow(0, 0, count);
        return generated.lerp(real, share).MoveToOuterDisposeScope();
    }

    /// <summary>Draws the positions of a number of pairs: [count, 1, 1, 1].</summary>
    /// <remarks>On the CPU and in one type: a seed gives the same positions on every device and in every precision.</remarks>
    internal static Tensor Draw(long count, torch.Generator random) => empty([count, 1, 1, 1], float64, CPU).uniform_(0, 1, random);
}
