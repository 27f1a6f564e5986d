using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Lays images out as one picture, as the reference shows its samples: row by row, without gaps.</summary>
public static class ImageGrid
{
    /// <summary>What stands where there is no image: black.</summary>
    private const double Blank = -1;

    /// <summary>Arranges images in rows, the first row first.</summary>
    /// <param name="images">[N, C, H, W] in [-1, 1], N at most rows times columns; places left over are black.</param>
    /// <param name="rows">At least 1.</param>
    /// <param name="columns">At least 1; need not equal <paramref name="rows"/>.</param>
    /// <returns>[C, rows·H, columns·W], of the images' type and on their device, without gradients, in memory of its own.</returns>
    /// <exception cref="ArgumentException">The images are not [N, C, H, W] of a floating-point type, or do not fit into the grid.</exception>
    public static Tensor Arrange(Tensor images, int rows, int columns)
    {
        Expect.Images(images, nameof(images));
        Expect.AtLeast(1, rows, nameof(rows));
        Expect.AtLeast(1, columns, nameof(columns));
        long[] shape = images.shape;
        (long count, long channels, long height, long width) = (shape[0], shape[1], shape[2], shape[3]);
        long places = (long)rows * columns;
        if (count < 1 || count > places)
        {
            throw new ArgumentException(
                $"images: expected 1 to {places} images for {rows} rows of {columns} but was {count}.", nameof(images));
        }

        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        Tensor filled = images.detach();
        if (count < places)
        {
            Tensor blank = full([places - count, channels, height, width], Blank, images.dtype, images.device);
            filled = cat([filled, blank]);
        }

        return filled.reshape(rows, columns, channels, height, width)
            .permute(2, 0, 3, 1, 4)
            .reshape(channels, rows * height, columns * width)
            .clone()
            .MoveToOuterDisposeScope();
    }
}
