using Dcgan.Core;
using SkiaSharp;
using TorchSharp;

namespace TrainFaces.Output;

/// <summary>Images side by side, as a PNG.</summary>
internal static class PictureGrid
{
    /// <param name="images">[N, C, H, W] in [-1, 1], N at most <paramref name="rows"/> times <paramref name="columns"/>.</param>
    /// <param name="rows">Of the grid.</param>
    /// <param name="columns">Of the grid.</param>
    public static byte[] ToPng(torch.Tensor images, int rows, int columns)
    {
        using var grid = ImageGrid.Arrange(images, rows, columns);
        var (channels, height, width) = ((int)grid.shape[0], (int)grid.shape[1], (int)grid.shape[2]);
        return EncodePng(ImagePixels.FromImage(grid), channels, height, width);
    }

    private static byte[] EncodePng(byte[] pixels, int channels, int height, int width)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var rgba = bitmap.GetPixelSpan();
        for (int pixel = 0; pixel < height * width; pixel++)
        {
            for (int color = 0; color < 3; color++)
            {
                rgba[(4 * pixel) + color] = pixels[(channels * pixel) + (channels == 1 ? 0 : color)];
            }

            rgba[(4 * pixel) + 3] = byte.MaxValue;
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
