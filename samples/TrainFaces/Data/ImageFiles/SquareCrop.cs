using SkiaSharp;

namespace TrainFaces.Data.ImageFiles;

/// <summary>Crops an image to its central square, applies its orientation, and resizes it.</summary>
internal static class SquareCrop
{
    /// <summary>Draws the crop into a new bitmap.</summary>
    /// <param name="image">The image, before its orientation is applied.</param>
    /// <param name="origin">The EXIF orientation.</param>
    /// <param name="size">Width and height of the result in pixels.</param>
    public static SKBitmap Draw(SKImage image, SKEncodedOrigin origin, int size)
    {
        int side = Math.Min(image.Width, image.Height);
        var crop = SKRectI.Create((image.Width - side) / 2, (image.Height - side) / 2, side, side);
        var current = Resize(image, crop, Math.Max(size, side / 2), origin, size);
        while (current.Width > size)
        {
            using var larger = current;
            using var step = SKImage.FromBitmap(larger);
            current = Resize(step, larger.Info.Rect, Math.Max(size, larger.Width / 2), SKEncodedOrigin.TopLeft, size);
        }

        return current;
    }

    // Shrinks by a factor of at most 2 per call. A filter reads a fixed number of pixels and would skip pixels at larger factors.
    private static SKBitmap Resize(SKImage image, SKRectI from, int to, SKEncodedOrigin origin, int size)
    {
        var bitmap = new SKBitmap(new SKImageInfo(to, to, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Concat(Upright(origin, to));
        var sampling = from.Width == to
            ? new SKSamplingOptions(SKFilterMode.Nearest)
            : to > size || from.Width == 2 * to ? new SKSamplingOptions(SKFilterMode.Linear) : new SKSamplingOptions(SKCubicResampler.Mitchell);
        using var paint = new SKPaint { IsAntialias = false };
        canvas.DrawImage(image, from, SKRect.Create(to, to), sampling, paint);
        return bitmap;
    }

    // The transformation for each of the eight EXIF orientations, for a square with the given side.
    private static SKMatrix Upright(SKEncodedOrigin origin, float side) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, side, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, side, 0, -1, side, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, side, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, side, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, side, -1, 0, side, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, side, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
