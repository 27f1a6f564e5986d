using Dcgan.Core;
using SkiaSharp;
using TorchSharp;

namespace DcganApp;

/// <summary>Writes generated images as PNG.</summary>
internal static class Png
{
    /// <summary>Arranges images in a grid and encodes the grid.</summary>
    /// <param name="images">[N, 3, H, W] in [-1, 1].</param>
    /// <param name="columns">Number of images in a row.</param>
    public static byte[] Grid(torch.Tensor images, int columns)
    {
        int rows = (int)Math.Ceiling((double)images.shape[0] / columns);
        using torch.Tensor grid = ImageGrid.Arrange(images, rows, columns);
        using torch.Tensor opacity = torch.ones(1, grid.shape[1], grid.shape[2]);
        using torch.Tensor opaque = torch.cat([grid, opacity]); // the encoder takes 4 bytes per pixel
        var size = new SKImageInfo((int)grid.shape[2], (int)grid.shape[1], SKColorType.Rgba8888, SKAlphaType.Opaque);
        using SKImage picture = SKImage.FromPixelCopy(size, ImagePixels.FromImage(opaque));
        using SKData png = picture.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
