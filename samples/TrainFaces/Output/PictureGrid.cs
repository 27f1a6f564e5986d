using Dcgan.Core;
using Dcgan.Images;
using TorchSharp;

namespace TrainFaces.Output;

/// <summary>Encodes a grid of images as a PNG file. Alpha is kept.</summary>
internal static class PictureGrid
{
    /// <summary>Arranges images in a grid, row by row, and encodes it.</summary>
    /// <param name="images">[N, C, H, W] in [-1, 1], N at most <paramref name="rows"/> times <paramref name="columns"/>.</param>
    /// <param name="rows">Number of rows in the grid.</param>
    /// <param name="columns">Number of columns in the grid.</param>
    /// <param name="scale">Enlargement factor of the images, with nearest-neighbor sampling, so that small pictures stay sharp.</param>
    public static byte[] ToPng(torch.Tensor images, int rows, int columns, int scale = 1)
    {
        using var scope = torch.NewDisposeScope();
        var grid = ImageGrid.Arrange(images, rows, columns);
        return ImageFile.ToPng(scale == 1 ? grid : grid.repeat_interleave(scale, 1).repeat_interleave(scale, 2));
    }
}
