using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Moves each image by its own whole number of pixels down and to the right; 0 comes in.</summary>
internal static class RandomTranslation
{
    /// <summary>Of the side, either way: DiffAugment's.</summary>
    private const double Ratio = 1 / 8.0;

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="numbers">[2, N] uniform in [0, 1), float64 on the CPU.</param>
    /// <param name="spared">[N], images that stay as they are.</param>
    internal static Tensor Random(Tensor images, Tensor numbers, Tensor spared)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor down = Pixels(numbers[0], images.shape[2], spared);
        Tensor right = Pixels(numbers[1], images.shape[3], spared);
        return Apply(images, down, right).MoveToOuterDisposeScope();
    }

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="down">[N], int64 on the CPU; negative for up.</param>
    /// <param name="right">[N], int64 on the CPU; negative for to the left.</param>
    /// <remarks>
    /// A gather by pixel from the image within a border of 0, one index for all channels; measured, faster than indexing,
    /// grid_sample or a product with shifted unit matrices. No pixel within the border goes to two places, so that the
    /// gradient adds nothing up and is the same on every run on a GPU too.
    /// </remarks>
    internal static Tensor Apply(Tensor images, Tensor down, Tensor right)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = images.shape;
        (long height, long width) = (shape[2], shape[3]);
        Tensor rows = Sources(down, height).unsqueeze(2);
        Tensor columns = Sources(right, width).unsqueeze(1);
        Tensor pixels = ((rows * (width + 2)) + columns).view(shape[0], 1, height * width).to(images.device);
        Tensor bordered = nn.functional.pad(images, [1, 1, 1, 1]).flatten(2);
        return bordered.gather(2, pixels.expand(shape[0], shape[1], height * width)).view(shape).MoveToOuterDisposeScope();
    }

    private static Tensor Pixels(Tensor numbers, long side, Tensor spared)
    {
        long most = (long)((side * Ratio) + 0.5);
        return ((numbers * ((2 * most) + 1)).floor() - most).to(int64).masked_fill(spared, 0);
    }

    /// <summary>[N, side]: where a place's value comes from in the bordered image; the border stands for all that is beyond.</summary>
    private static Tensor Sources(Tensor moved, long side) =>
        (arange(side, int64).unsqueeze(0) - moved.unsqueeze(1) + 1).clamp(0, side + 1);
}
