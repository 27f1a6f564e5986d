using SkiaSharp;

namespace Dcgan.Images.Pixels;

/// <summary>Converts between Skia's bitmaps and pixels with 1 to 4 channels.</summary>
internal static class PixelBytes
{
    /// <summary>Copies the pixels of a bitmap.</summary>
    /// <param name="bitmap"><see cref="SKColorType.Rgba8888"/>, with the size of <paramref name="format"/>; premultiplied if the format has alpha.</param>
    /// <param name="format">The size and channels to write.</param>
    /// <param name="pixels">Receives <see cref="ImageFormat.Bytes"/> bytes.</param>
    public static void Copy(SKBitmap bitmap, ImageFormat format, Span<byte> pixels)
    {
        ReadOnlySpan<byte> rgba = bitmap.GetPixelSpan();
        bool hasColor = format.Channels >= 3;
        int channels = format.Channels;
        for (int pixel = 0; pixel < format.Height * format.Width; pixel++)
        {
            ReadOnlySpan<byte> from = rgba.Slice(4 * pixel, 4);
            Span<byte> to = pixels.Slice(channels * pixel, channels);
            byte alpha = format.HasAlpha ? from[3] : byte.MaxValue;
            byte red = Straight(from[0], alpha), green = Straight(from[1], alpha), blue = Straight(from[2], alpha);
            if (hasColor)
            {
                (to[0], to[1], to[2]) = (red, green, blue);
            }
            else
            {
                to[0] = Luma(red, green, blue);
            }

            if (format.HasAlpha)
            {
                to[^1] = alpha;
            }
        }
    }

    /// <summary>Creates a bitmap from pixels.</summary>
    /// <param name="pixels">[Height, Width, Channels] in row-major order.</param>
    /// <param name="format">1 to 4 channels. The size is not limited.</param>
    public static SKBitmap ToBitmap(ReadOnlySpan<byte> pixels, ImageFormat format)
    {
        bool isGray = format.Channels == 1;
        var bitmap = new SKBitmap(new SKImageInfo(
            format.Width, format.Height, isGray ? SKColorType.Gray8 : SKColorType.Rgba8888, format.HasAlpha ? SKAlphaType.Unpremul : SKAlphaType.Opaque));
        Span<byte> target = bitmap.GetPixelSpan();
        for (int row = 0; row < format.Height; row++)
        {
            ReadOnlySpan<byte> from = pixels.Slice(row * format.Width * format.Channels, format.Width * format.Channels);
            Span<byte> to = target[(row * bitmap.RowBytes)..];
            if (isGray)
            {
                from.CopyTo(to);
                continue;
            }

            for (int column = 0; column < format.Width; column++)
            {
                ReadOnlySpan<byte> source = from.Slice(column * format.Channels, format.Channels);
                bool hasColor = format.Channels >= 3;
                to[4 * column] = source[0];
                to[(4 * column) + 1] = hasColor ? source[1] : source[0];
                to[(4 * column) + 2] = hasColor ? source[2] : source[0];
                to[(4 * column) + 3] = format.HasAlpha ? source[^1] : byte.MaxValue;
            }
        }

        return bitmap;
    }

    // Filters work on premultiplied colors, so that transparent pixels do not bleed. Images have straight ones.
    private static byte Straight(byte color, byte alpha) =>
        alpha == byte.MaxValue ? color : alpha == 0 ? (byte)0 : (byte)Math.Min(byte.MaxValue, ((color * byte.MaxValue) + (alpha / 2)) / alpha);

    // The luma weights of ITU-R BT.601, as in JPEG, scaled to a sum of 256, so that gray pixels keep their value.
    private static byte Luma(byte red, byte green, byte blue) => (byte)(((77 * red) + (150 * green) + (29 * blue) + 128) >> 8);
}
