using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Fills a rectangle of each image with 0. Parts of the rectangle may lie outside the image.</summary>
internal static class RandomCutout
{
    /// <summary>The ratio of the rectangle's side to the image's side, from DiffAugment.</summary>
    private const double Ratio = 0.5;

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="numbers">[2, N] uniform in [0, 1), float64 on the CPU.</param>
    /// <param name="spared">[N], bool: the images that do not change.</param>
    internal static Tensor Random(Tensor images, Tensor numbers, Tensor spared)
    {
        using DisposeScope scope = NewDisposeScope();
        (long height, long width) = (images.size(2), images.size(3));
        Tensor top = Starts(numbers[0], height, spared);
        Tensor left = Starts(numbers[1], width, spared);
        return Apply(images, top, left, Size(height), Size(width)).MoveToOuterDisposeScope();
    }

    /// <param name="images">[N, C, H, W].</param>
    /// <param name="top">[N], int64 on the CPU: the first row of the rectangle, which may lie outside the image.</param>
    /// <param name="left">[N], int64 on the CPU: the first column of the rectangle, which may lie outside the image.</param>
    /// <param name="holeHeight">Height of the rectangle in pixels.</param>
    /// <param name="holeWidth">Width of the rectangle in pixels.</param>
    internal static Tensor Apply(Tensor images, Tensor top, Tensor left, long holeHeight, long holeWidth)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = Inside(top, holeHeight, images.size(2)).unsqueeze(2);
        Tensor columns = Inside(left, holeWidth, images.size(3)).unsqueeze(1);
        Tensor kept = rows.logical_and(columns).logical_not().unsqueeze(1);
        return (images * kept.to(images.dtype, images.device)).MoveToOuterDisposeScope();
    }

    private static long Size(long side) => (long)((side * Ratio) + 0.5);

    /// <summary>
    /// Draws the start of a rectangle whose center is a uniform pixel, or a uniform position between pixels if its size is even.
    /// </summary>
    private static Tensor Starts(Tensor numbers, long side, Tensor spared)
    {
        long size = Size(side);
        long places = side + 1 - (size % 2);
        return numbers.Mul(places).floor().Sub(size / 2).to(int64).MaskedFill(spared, side);
    }

    /// <summary>[N, side]: whether a row or column crosses the rectangle.</summary>
    private static Tensor Inside(Tensor start, long size, long side)
    {
        Tensor distance = ScalarOperators.Arange(side).unsqueeze(0) - start.unsqueeze(1);
        return distance.Ge(0).logical_and(distance.Lt(size));
    }
}
