using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Runs a network on many latents, one batch at a time and without gradients.</summary>
internal static class SampleBatches
{
    /// <summary>Number of latents per batch: enough to use all cores, but few enough to keep the largest maps small.</summary>
    internal const int Size = 64;

    /// <summary>Generates the images of latents.</summary>
    /// <param name="latents">[N, LatentSize].</param>
    /// <param name="network">Maps at most <see cref="Size"/> latents to images.</param>
    /// <returns>Images [N, C, H, W], contiguous, without gradients.</returns>
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

        // An inference tensor cannot take part in training; a copy created outside inference mode can. The copy is contiguous,
        // which hosts need to read the data, although the network's maps are channels_last.
        return images.new_empty(images.shape).copy_(images).MoveToOuterDisposeScope();
    }
}
