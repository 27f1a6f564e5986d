using SkiaSharp;

namespace TrainFaces.Data;

/// <summary>Converts Skia's RGBA pixels to grayscale or RGB.</summary>
internal static class PixelBytes
{
    /// <summary>Copies the pixels of a bitmap.</summary>
    /// <param name="bitmap">Opaque, <see cref="SKColorType.Rgba8888"/>, with the size of <paramref name="format"/>.</param>
    /// <param name="format">The size and channels to write.</param>
    /// <param name="pixels">Receives <see cref="ImageFormat.Bytes"/> bytes.</param>
    public static void Copy(SKBitmap bitmap, ImageFormat format, Span<byte> pixels)
    {
        var rgba = bitmap.GetPixelSpan();
        if (format.Channels == 1)
        {
            for (int pixel = 0; pixel < format.Bytes; pixel++)
            {
                pixels[pixel] = Luma(rgba[4 * pixel], rgba[(4 * pixel) + 1], rgba[(4 * pixel) + 2]);
            }

            return;
        }

        for (int pixel = 0; pixel < format.Size * format.Size; pixel++)
        {
            rgba.Slice(4 * pixel, 3).CopyTo(pixels[(3 * pixel)..]);
        }
    }

    // The luma weights of ITU-R BT.601, as in JPEG, scaled to a sum of 256, so that gray pixels keep their value.
    private static byte Luma(byte red, byte green, byte blue) => (byte)(((77 * red) + (150 * green) + (29 * blue) + 128) >> 8);
}
