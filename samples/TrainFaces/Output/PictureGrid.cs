using Dcgan.Core;
using TorchSharp;

namespace TrainFaces.Output;

/// <summary>Images side by side, as a PNG.</summary>
internal static class PictureGrid
{
    /// <param name="images">[N, C, H, W] in [-1, 1], N at most <paramref name="rows"/> times <paramref name="columns"/>.</param>
    /// <param name="rows">Of the grid.</param>
    /// <param name="columns">Of the grid.</param>
    /// <param name="scale">Pixels of the picture, along an axis, for each of the images'.</param>
    public static byte[] ToPng(torch.Tensor images, int rows, int columns, int scale = 1)
    {
        using var grid = ImageGrid.Arrange(images, rows, columns);
        return PngFile.Encode(Picture.Of(grid).Enlarged(scale));
    }
}
