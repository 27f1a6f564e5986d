using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Images as details of one size each (Burt and Adelson, 1983): every level is what halving loses, the last one what is left.
/// Adding a level to the next one's enlargement gives the images back.
/// </summary>
internal static class LaplacianPyramid
{
    private static readonly double[] Binomial = [1.0 / 16, 4.0 / 16, 6.0 / 16, 4.0 / 16, 1.0 / 16];

    /// <summary>How many levels sides of this length make.</summary>
    internal static int Levels(long height, long width, long smallestSide)
    {
        int levels = 1;
        for (long side = Math.Min(height, width); Half(side) >= smallestSide; side = Half(side))
        {
            levels++;
        }

        return levels;
    }

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="levels">At least 1.</param>
    /// <returns>[N, C, H, W], [N, C, H/2, W/2] and so on, odd sides rounded up.</returns>
    internal static List<Tensor> Of(Tensor images, int levels)
    {
        var pyramid = new List<Tensor>(levels);
        Tensor current = images;
        for (int level = 1; level < levels; level++)
        {
            Tensor half = Shrunk(current);
            pyramid.Add(current - Enlarged(half, current.shape[2], current.shape[3]));
            current = half;
        }

        pyramid.Add(current);
        return pyramid;
    }

    /// <summary>Blurred, and every second row and column of that.</summary>
    internal static Tensor Shrunk(Tensor images) =>
        Blurred(images, 1)[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)];

    /// <summary>Zeros between rows and columns, and blurred four times as strong, which keeps the mean.</summary>
    internal static Tensor Enlarged(Tensor images, long height, long width)
    {
        Tensor spread = images.new_zeros([images.shape[0], images.shape[1], height, width]);
        spread[TensorIndex.Colon, TensorIndex.Colon, TensorIndex.Slice(step: 2), TensorIndex.Slice(step: 2)] = images;
        return Blurred(spread, 4);
    }

    /// <summary>The 5-tap binomial filter both ways, the edge mirrored and not doubled.</summary>
    private static Tensor Blurred(Tensor images, double strength)
    {
        long[] shape = images.shape;
        Tensor taps = tensor(Binomial, images.dtype, images.device);
        Tensor kernel = (taps.unsqueeze(1) * taps.unsqueeze(0) * strength).reshape(1, 1, 5, 5);
        Tensor single = images.reshape(shape[0] * shape[1], 1, shape[2], shape[3]);
        return nn.functional.conv2d(nn.functional.pad(single, [2, 2, 2, 2], PaddingModes.Reflect), kernel).reshape(shape);
    }

    private static long Half(long side) => (side + 1) / 2;
}
