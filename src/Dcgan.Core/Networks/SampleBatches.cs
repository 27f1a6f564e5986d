using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Images for use, some at a time.</summary>
internal static class SampleBatches
{
    /// <summary>Enough to fill the cores, few enough to keep the largest maps small.</summary>
    internal const int Size = 64;

    /// <summary>Images of latents, without gradients.</summary>
    /// <param name="latents">[N, LatentSize].</param>
    /// <param name="network">From at most <see cref="Size"/> latents to images.</param>
    internal static Tensor Make(Tensor latents, Func<Tensor, Tensor> network)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor[] parts = [.. latents.split(Size).Select(part => Part(part, network))];
        return (parts.Length == 1 ? parts[0] : cat(parts)).MoveToOuterDisposeScope();
    }

    private static Tensor Part(Tensor latents, Func<Tensor, Tensor> network)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor images;
        using (inference_mode())
        {
            images = network(latents);
        }

        // A copy from outside is a tensor like any other, which a host can train on too.
        return images.clone().MoveToOuterDisposeScope();
    }
}
