using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>DiffAugment's random brightness, saturation and contrast, in this order.</summary>
internal static class ColorJitter
{
    /// <param name="images">Images, [N, C, H, W].</param>
    /// <param name="numbers">[3, N], uniform in [0, 1), float64 on the CPU.</param>
    /// <param name="spared">[N], bool: the images that do not change.</param>
    internal static Tensor Random(Tensor images, Tensor numbers, Tensor spared)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor brightness = numbers[0].Sub(0.5).MaskedFill(spared, 0);
        Tensor saturation = numbers[1].Mul(2).MaskedFill(spared, 1);
        Tensor contrast = numbers[2].Add(0.5).MaskedFill(spared, 1);
        Tensor[] amounts = stack([brightness, saturation, contrast]).to(images.dtype, images.device).unbind(0);
        return Apply(images, amounts[0], amounts[1], amounts[2]).MoveToOuterDisposeScope();
    }

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="brightness">[N], b: added to every value.</param>
    /// <param name="saturation">[N], s: scales the difference from the pixel's mean over its channels.</param>
    /// <param name="contrast">[N], k: scales the difference from the image's mean.</param>
    /// <remarks>
    /// Saturation changes neither the pixel's mean p nor the image's mean m, so the three steps combine to k s x + k (1 - s) p +
    /// (1 - k) m + b. This form reads the large tensor only twice. With b = 0, s = 1, k = 1 the result is exactly x.
    /// </remarks>
    internal static Tensor Apply(Tensor images, Tensor brightness, Tensor saturation, Tensor contrast)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor b = PerImage(brightness);
        Tensor s = PerImage(saturation);
        Tensor k = PerImage(contrast);

        // In channels_last layout the mean over channels takes six times as long as this copy followed by the mean.
        Tensor values = images.contiguous();
        Tensor pixelMean = values.mean([1], keepdim: true);
        Tensor imageMean = pixelMean.mean([2, 3], keepdim: true);
        Tensor rest = (k * s.OneMinus() * pixelMean).Add((k.OneMinus() * imageMean).Add(b));
        return rest.AddCMul(values, k * s).MoveToOuterDisposeScope();
    }

    private static Tensor PerImage(Tensor amount) => amount.view(-1, 1, 1, 1);
}
