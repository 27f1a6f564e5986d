using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Flips images left to right.</summary>
internal static class HorizontalFlip
{
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="mirrored">[N], bool on the CPU: the images to flip.</param>
    internal static Tensor Apply(Tensor images, Tensor mirrored)
    {
        using DisposeScope scope = NewDisposeScope();
        return where(mirrored.view(-1, 1, 1, 1).to(images.device), images.flip(3), images).MoveToOuterDisposeScope();
    }
}
