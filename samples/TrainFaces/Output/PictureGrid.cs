using Dcgan.Core;
using TorchSharp;

namespace TrainFaces.Output;

/// <summary>Encodes a grid of images as a PNG file.</summary>
internal static class PictureGrid
{
    /// <summary>Arranges images in a grid, row by row, and encodes it.</summary>
    /// <param name="images">[N, C, H, W] in [-1, 1], N at most <paramref name="rows"/> times <paramref name="columns"/>.</param>
    /// <param name="rows">Number of rows in the grid.</param>
    /// <param name="columns">Number of columns in the grid.</param>
    /// <param name="scale">Enlargement factor of the images.</param>
    public static byte[] ToPng(torch.Tensor images, int rows, int columns, int scale = 1)
    {
        using var grid = ImageGrid.Arrange(images, rows, columns);
        return PngFile.Encode(Picture.FromImage(grid).Enlarge(scale));
    }
}
