using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Shifts each image by whole pixels and fills the uncovered pixels with 0.</summary>
internal static class RandomTranslation
{
    /// <summary>The largest shift as a fraction of the side, from DiffAugment.</summary>
    private const double Ratio = 1 / 8.0;

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="numbers">[2, N] uniform in [0, 1), float64 on the CPU.</param>
    /// <param name="spared">[N], bool: the images that do not change.</param>
    internal static Tensor Random(Tensor images, Tensor numbers, Tensor spared)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor down = Pixels(numbers[0], images.size(2), spared);
        Tensor right = Pixels(numbers[1], images.size(3), spared);
        return Apply(images, down, right).MoveToOuterDisposeScope();
    }

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="down">Shift in rows, [N], int64 on the CPU; negative for up.</param>
    /// <param name="right">Shift in columns, [N], int64 on the CPU; negative for left.</param>
    /// <remarks>
    /// Gathers pixels from the image padded with a border of 0, with one index for all channels. Measured to be faster than
    /// indexing, grid_sample or a product with shifted identity matrices. No pixel inside the border is used twice, so the
    /// backward pass sums nothing and is deterministic on a GPU too.
    /// </remarks>
    internal static Tensor Apply(Tensor images, Tensor down, Tensor right)
    {
        using DisposeScope scope = NewDisposeScope();
        long[] shape = images.Sizes();
        (long height, long width) = (shape[2], shape[3]);
        Tensor rows = Sources(down, height).unsqueeze(2);
        Tensor columns = Sources(right, width).unsqueeze(1);
        Tensor pixels = rows.Mul(width + 2).Add(columns).view(shape[0], 1, height * width).to(images.device);
        Tensor bordered = nn.functional.pad(images, [1, 1, 1, 1]).flatten(2);
        return bordered.gather(2, pixels.expand(shape[0], shape[1], height * width)).view(shape).MoveToOuterDisposeScope();
    }

    private static Tensor Pixels(Tensor numbers, long side, Tensor spared)
    {
        long most = (long)((side * Ratio) + 0.5);
        return numbers.Mul((2 * most) + 1).floor().Sub(most).to(int64).MaskedFill(spared, 0);
    }

    /// <summary>
    /// [N, side]: the source of each position in the padded image; the border represents everything outside the image.
    /// </summary>
    private static Tensor Sources(Tensor moved, long side) =>
        (ScalarOperators.Arange(side).unsqueeze(0) - moved.unsqueeze(1)).Add(1).Clamp(0, side + 1);
}
