using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Brightness, saturation and contrast, in this order and of DiffAugment's ranges, each image by its own numbers.</summary>
internal static class ColorJitter
{
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="numbers">[3, N] uniform in [0, 1), float64 on the CPU.</param>
    /// <param name="spared">[N], images that stay as they are.</param>
    internal static Tensor Random(Tensor images, Tensor numbers, Tensor spared)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor brightness = (numbers[0] - 0.5).masked_fill(spared, 0);
        Tensor saturation = (numbers[1] * 2).masked_fill(spared, 1);
        Tensor contrast = (numbers[2] + 0.5).masked_fill(spared, 1);
        Tensor[] amounts = stack([brightness, saturation, contrast]).to(images.dtype, images.device).unbind(0);
        return Apply(images, amounts[0], amounts[1], amounts[2]).MoveToOuterDisposeScope();
    }

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="brightness">[N], b: added to every value.</param>
    /// <param name="saturation">[N], s: times the distance from the pixel's mean over its channels.</param>
    /// <param name="contrast">[N], k: times the distance from the image's mean.</param>
    /// <remarks>
    /// Saturation leaves the pixel's mean p as it is, and so the image's mean m; one after the other they come to
    /// k s x + k (1 - s) p + (1 - k) m + b, which touches the large tensor only twice. With b 0, s 1 and k 1 it is x exactly.
    /// </remarks>
    internal static Tensor Apply(Tensor images, Tensor brightness, Tensor saturation, Tensor contrast)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor b = PerImage(brightness);
        Tensor s = PerImage(saturation);
        Tensor k = PerImage(contrast);

        // The mean over channels that lie side by side takes six times as long as the copy and the mean over channels apart.
        Tensor values = images.contiguous();
        Tensor pixelMean = values.mean([1], keepdim: true);
        Tensor imageMean = pixelMean.mean([2, 3], keepdim: true);
        Tensor rest = (k * (1 - s) * pixelMean) + (((1 - k) * imageMean) + b);
        return addcmul(rest, values, k * s, 1).MoveToOuterDisposeScope();
    }

    private static Tensor PerImage(Tensor amount) => amount.view(-1, 1, 1, 1);
}
