using SkiaSharp;

namespace TrainFaces.Data.ImageFiles;

/// <summary>The centred square of an image, upright and resized.</summary>
internal static class SquareCrop
{
    /// <param name="image">An image as its file stores it.</param>
    /// <param name="origin">How the camera was held (EXIF).</param>
    /// <param name="size">Side of the result in pixels.</param>
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

    // Never by more than half at a time: a filter looks at a fixed number of pixels, and would pass over the others.
    private static SKBitmap Resize(SKImage image, SKRectI from, int to, SKEncodedOrigin origin, int size)
    {
        var bitmap = new SKBitmap(new SKImageInfo(to, to, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        canvas.Concat(Upright(origin, to));
        var sampling = from.Width == to
            ? new SKSamplingOptions(SKFilterMode.Nearest)
            : to > size || from.Width == 2 * to ? new SKSamplingOptions(SKFilterMode.Linear) : new SKSamplingOptions(SKCubicResampler.Mitchell);
        using var replace = new SKPaint { IsAntialias = false };
        canvas.DrawImage(image, from, SKRect.Create(to, to), sampling, replace);
        return bitmap;
    }

    // The eight ways to hold a camera, as a matrix for a square of the given side.
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
