using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Arranges images in one grid image, row-major and without gaps, like the sample grids of the reference.</summary>
public static class ImageGrid
{
    /// <summary>Value of unused cells: black.</summary>
    private const double Blank = -1;

    /// <summary>Arranges images in a grid, in row-major order from the top left.</summary>
    /// <param name="images">[N, C, H, W] in [-1, 1], N in [1, rows·columns]. Unused cells are black.</param>
    /// <param name="rows">Number of rows. At least 1.</param>
    /// <param name="columns">Number of columns. At least 1; need not equal <paramref name="rows"/>.</param>
    /// <returns>[C, rows·H, columns·W], with the element type and device of the images: a copy without gradients.</returns>
    /// <exception cref="ArgumentException">
    /// The images are not [N, C, H, W] of a floating-point type, their number does not fit the grid, or the grid has more than 2^63 - 1 bytes.
    /// </exception>
    public static Tensor Arrange(Tensor images, int rows, int columns)
    {
        Expect.Images(images, nameof(images));
        Expect.AtLeast(1, rows, nameof(rows));
        Expect.AtLeast(1, columns, nameof(columns));
        long[] shape = images.Sizes();
        (long count, long channels, long height, long width) = (shape[0], shape[1], shape[2], shape[3]);
        long cells = (long)rows * columns;
        if (count < 1 || count > cells)
        {
            throw new ArgumentException(
                $"images: expected 1 to {cells} images for {rows} rows of {columns} but was {count}.", nameof(images));
        }

        // libtorch counts bytes in 64 bits.
        Int128 bytes = (Int128)cells * channels * height * width * images.element_size();
        if (bytes > long.MaxValue)
        {
            throw new ArgumentException(
                $"rows, columns: the grid must have at most {long.MaxValue} bytes, but {rows} x {columns} images of {channels} x {height} x {width} values have {bytes}.",
                nameof(rows));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor filled = images.detach();
        if (count < cells)
        {
            Tensor blank = ScalarOperators.Full([cells - count, channels, height, width], Blank, images.dtype, images.device);
            filled = cat([filled, blank]);
        }

        return filled.reshape(rows, columns, channels, height, width)
            .permute(2, 0, 3, 1, 4)
            .reshape(channels, rows * height, columns * width)
            .clone()
            .MoveToOuterDisposeScope();
    }
}
