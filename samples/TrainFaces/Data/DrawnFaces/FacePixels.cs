using SkiaSharp;

namespace TrainFaces.Data.DrawnFaces;

/// <summary>Copies drawn faces, which are opaque, to pixels.</summary>
internal static class FacePixels
{
    /// <summary>Copies the pixels of a bitmap.</summary>
    /// <param name="bitmap">Opaque, <see cref="SKColorType.Rgba8888"/>.</param>
    /// <param name="channels">1 for gray, 2 for gray and alpha, 3 for RGB, 4 for RGB and alpha.</param>
    /// <param name="pixels">Receives the pixels, [H, W, C] in row-major order.</param>
    public static void Copy(SKBitmap bitmap, int channels, Span<byte> pixels)
    {
        var rgba = bitmap.GetPixelSpan();
        for (int pixel = 0; pixel < bitmap.Width * bitmap.Height; pixel++)
        {
            var from = rgba.Slice(4 * pixel, 4);
            var to = pixels.Slice(channels * pixel, channels);
            if (channels >= 3)
            {
                from[..channels].CopyTo(to);
            }
            else
            {
                to[0] = Luma(from[0], from[1], from[2]);
                to[1..].Fill(byte.MaxValue);
            }
        }
    }

    // The luma weights of ITU-R BT.601, as in JPEG, scaled to a sum of 256, so that gray pixels keep their value.
    private static byte Luma(byte red, byte green, byte blue) => (byte)(((77 * red) + (150 * green) + (29 * blue) + 128) >> 8);
}
