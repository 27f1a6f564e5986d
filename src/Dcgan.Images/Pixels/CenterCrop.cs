using SkiaSharp;

namespace Dcgan.Images.Pixels;

/// <summary>Crops an image to its largest central rectangle of an aspect ratio, applies its orientation, and resizes it.</summary>
internal static class CenterCrop
{
    /// <summary>Draws the crop into a new bitmap, <see cref="SKColorType.Rgba8888"/>.</summary>
    /// <param name="image">The image, before its orientation is applied.</param>
    /// <param name="origin">The EXIF orientation.</param>
    /// <param name="format">The size of the result, and whether it has alpha. Without alpha, the background is white.</param>
    public static SKBitmap Draw(SKImage image, SKEncodedOrigin origin, ImageFormat format)
    {
        // The size in the orientation of the file, in which some images lie on their side.
        bool isTurned = origin is SKEncodedOrigin.LeftTop or SKEncodedOrigin.RightTop or SKEncodedOrigin.RightBottom or SKEncodedOrigin.LeftBottom;
        SKSizeI target = isTurned ? new(format.Height, format.Width) : new(format.Width, format.Height);
        SKRectI crop = Crop(image.Width, image.Height, target);

        // Shrinks by a factor of at most 2 at a time. A filter reads a fixed number of pixels and would skip pixels at larger factors.
        SKAlphaType alpha = format.HasAlpha ? SKAlphaType.Premul : SKAlphaType.Opaque;
        SKBitmap current = Resize(image, crop, Step(crop.Size, target), target, alpha);
        while (current.Width > target.Width || current.Height > target.Height)
        {
            using SKBitmap larger = current;
            using var step = SKImage.FromBitmap(larger);
            current = Resize(step, larger.Info.Rect, Step(larger.Info.Size, target), target, alpha);
        }

        return origin == SKEncodedOrigin.TopLeft ? current : Turn(current, origin, new SKSizeI(format.Width, format.Height));
    }

    /// <summary>The largest central rectangle with the aspect ratio of the target, in whole pixels.</summary>
    private static SKRectI Crop(int width, int height, SKSizeI target)
    {
        int cropWidth = (int)Math.Clamp(Math.Round((double)height * target.Width / target.Height), 1, width);
        int cropHeight = (int)Math.Clamp(Math.Round((double)width * target.Height / target.Width), 1, height);
        return SKRectI.Create((width - cropWidth) / 2, (height - cropHeight) / 2, cropWidth, cropHeight);
    }

    private static SKSizeI Step(SKSizeI from, SKSizeI target) =>
        new(Math.Max(target.Width, from.Width / 2), Math.Max(target.Height, from.Height / 2));

    private static SKBitmap Resize(SKImage image, SKRectI from, SKSizeI to, SKSizeI target, SKAlphaType alpha)
    {
        var bitmap = new SKBitmap(new SKImageInfo(to.Width, to.Height, SKColorType.Rgba8888, alpha));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(alpha == SKAlphaType.Opaque ? SKColors.White : SKColors.Transparent);
        var sampling = from.Width == to.Width && from.Height == to.Height
            ? new SKSamplingOptions(SKFilterMode.Nearest)
            : to.Width > target.Width || to.Height > target.Height || from.Width == 2 * to.Width
                ? new SKSamplingOptions(SKFilterMode.Linear)
                : new SKSamplingOptions(SKCubicResampler.Mitchell);
        using var paint = new SKPaint { IsAntialias = false };
        canvas.DrawImage(image, from, SKRect.Create(to.Width, to.Height), sampling, paint);
        return bitmap;
    }

    private static SKBitmap Turn(SKBitmap bitmap, SKEncodedOrigin origin, SKSizeI upright)
    {
        using SKBitmap lying = bitmap;
        using var image = SKImage.FromBitmap(lying);
        var turned = new SKBitmap(new SKImageInfo(upright.Width, upright.Height, SKColorType.Rgba8888, bitmap.AlphaType));
        using var canvas = new SKCanvas(turned);
        canvas.Clear(SKColors.Transparent);
        canvas.Concat(Upright(origin, upright.Width, upright.Height));
        using var paint = new SKPaint { IsAntialias = false };
        canvas.DrawImage(image, SKRect.Create(lying.Width, lying.Height), new SKSamplingOptions(SKFilterMode.Nearest), paint);
        return turned;
    }

    // The transformation for each of the EXIF orientations, with the width and height of the upright image.
    private static SKMatrix Upright(SKEncodedOrigin origin, float width, float height) => origin switch
    {
        SKEncodedOrigin.TopRight => new SKMatrix(-1, 0, width, 0, 1, 0, 0, 0, 1),
        SKEncodedOrigin.BottomRight => new SKMatrix(-1, 0, width, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.BottomLeft => new SKMatrix(1, 0, 0, 0, -1, height, 0, 0, 1),
        SKEncodedOrigin.LeftTop => new SKMatrix(0, 1, 0, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightTop => new SKMatrix(0, -1, width, 1, 0, 0, 0, 0, 1),
        SKEncodedOrigin.RightBottom => new SKMatrix(0, -1, width, -1, 0, height, 0, 0, 1),
        SKEncodedOrigin.LeftBottom => new SKMatrix(0, 1, 0, -1, 0, height, 0, 0, 1),
        _ => SKMatrix.Identity,
    };
}
