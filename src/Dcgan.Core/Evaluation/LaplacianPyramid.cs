using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Splits images into levels of detail (Burt and Adelson, 1983). Each level is the difference between an image and the upsampled
/// image of half its size; the last level is the smallest image. Upsampling from the last level and adding each finer level
/// restores the images.
/// </summary>
internal static class LaplacianPyramid
{
    private static readonly double[] Binomial = [1.0 / 16, 4.0 / 16, 6.0 / 16, 4.0 / 16, 1.0 / 16];

    /// <summary>
    /// Returns the number of levels. Both sides are halved as long as both remain at least <paramref name="smallestSide"/>.
    /// </summary>
    internal static int Levels(long height, long width, long smallestSide)
    {
        int levels = 1;
        for (long side = Math.Min(height, width); Half(side) >= smallestSide; side = Half(side))
        {
            levels++;
        }

        return levels;
    }

    /// <summary>Builds the pyramid, finest level first.</summary>
    /// <param name="images">[N, C, H, W].</param>
    /// <param name="levels">Number of levels, at least 1.</param>
    /// <returns>[N, C, H, W], [N, C, H/2, W/2] and so on; odd sides are rounded up.</returns>
    internal static List<Tensor> Build(Tensor images, int levels)
    {
        var pyramid = new List<Tensor>(levels);
        Tensor current = images;
        for (int level = 1; level < levels; level++)
        {
            Tensor half = Downsample(current);
            pyramid.Add(current - Upsample(half, current.size(2), current.size(3)));
            current = half;
        }

        pyramid.Add(current);
        return pyramid;
    }

    /// <summary>Blurs images and takes every second row and column.</summary>
    internal static Tensor Downsample(Tensor images) =>
        Blur(images, 1)[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)];

    /// <summary>Inserts zeros between rows and columns and blurs with four times the gain, which preserves the mean.</summary>
    internal static Tensor Upsample(Tensor images, long height, long width)
    {
        Tensor spread = images.new_zeros([images.size(0), images.size(1), height, width]);
        spread[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)] = images;
        return Blur(spread, 4);
    }

    /// <summary>
    /// Applies the 5-tap binomial filter along both axes, with reflection padding (edge pixels are not repeated).
    /// </summary>
    private static Tensor Blur(Tensor images, double gain)
    {
        long[] shape = images.Sizes();
        Tensor taps = tensor(Binomial, images.dtype, images.device);
        Tensor kernel = (taps.unsqueeze(1) * taps.unsqueeze(0)).Mul(gain).reshape(1, 1, 5, 5);
        Tensor single = images.reshape(shape[0] * shape[1], 1, shape[2], shape[3]);
        return nn.functional.conv2d(nn.functional.pad(single, [2, 2, 2, 2], PaddingModes.Reflect), kernel).reshape(shape);
    }

    private static long Half(long side) => (side + 1) / 2;
}
