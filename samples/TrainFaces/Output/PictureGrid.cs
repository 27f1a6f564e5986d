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
    /// <param name="scale">Pixels of the picture, along an axis, for each of the images'.</param>
    public static byte[] ToPng(torch.Tensor images, int rows, int columns, int scale = 1)
    {
        using var grid = ImageGrid.Arrange(images, rows, columns);
        return EncodePng(Picture.Of(grid).Enlarged(scale));
    }

    private static byte[] EncodePng(Picture picture)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var rgba = bitmap.GetPixelSpan();
        for (int pixel = 0; pixel < picture.Width * picture.Height; pixel++)
        {
            picture.Pixels.AsSpan(Picture.Channels * pixel, Picture.Channels).CopyTo(rgba[(4 * pixel)..]);
            rgba[(4 * pixel) + 3] = byte.MaxValue;
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
