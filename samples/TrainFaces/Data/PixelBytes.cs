using SkiaSharp;

namespace TrainFaces.Data;

/// <summary>From Skia's four bytes a pixel to the one or three that a network learns.</summary>
internal static class PixelBytes
{
    /// <param name="bitmap">Opaque, <see cref="SKColorType.Rgba8888"/>, of the format's size.</param>
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

    // ITU-R BT.601 weights out of 256, as JPEG's own grey; equal channels come out unchanged.
    private static byte Luma(byte red, byte green, byte blue) => (byte)(((77 * red) + (150 * green) + (29 * blue) + 128) >> 8);
}
