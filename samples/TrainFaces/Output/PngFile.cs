using SkiaSharp;
using TrainFaces.Data;

namespace TrainFaces.Output;

/// <summary>Encodes PNG files.</summary>
internal static class PngFile
{
    /// <summary>Encodes pixels as a grayscale or RGB file.</summary>
    /// <param name="pixels">[H, W, C] in row-major order.</param>
    /// <param name="format">Size and channels (1 or 3) of the pixels.</param>
    public static byte[] Encode(ReadOnlySpan<byte> pixels, ImageFormat format)
    {
        if (format.Channels == Picture.Channels)
        {
            return Encode(new Picture(pixels.ToArray(), format.Size, format.Size));
        }

        using var bitmap = new SKBitmap(new SKImageInfo(format.Size, format.Size, SKColorType.Gray8, SKAlphaType.Opaque));
        for (int row = 0; row < format.Size; row++)
        {
            pixels.Slice(row * format.Size, format.Size).CopyTo(bitmap.GetPixelSpan()[(row * bitmap.RowBytes)..]);
        }

        return Encode(bitmap);
    }

    /// <summary>Encodes a picture as an RGB file.</summary>
    public static byte[] Encode(Picture picture)
    {
        using var bitmap = new SKBitmap(new SKImageInfo(picture.Width, picture.Height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var rgba = bitmap.GetPixelSpan();
        for (int pixel = 0; pixel < picture.Width * picture.Height; pixel++)
        {
            picture.Pixels.AsSpan(Picture.Channels * pixel, Picture.Channels).CopyTo(rgba[(4 * pixel)..]);
            rgba[(4 * pixel) + 3] = byte.MaxValue;
        }

        return Encode(bitmap);
    }

    private static byte[] Encode(SKBitmap bitmap)
    {
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
