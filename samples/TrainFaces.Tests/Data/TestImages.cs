using SkiaSharp;

namespace TrainFaces.Tests.Data;

/// <summary>Creates small image files.</summary>
internal static class TestImages
{
    public static byte[] Png(int width, int height, Func<int, int, SKColor> color) =>
        Encode(width, height, color, SKEncodedImageFormat.Png);

    public static byte[] Jpeg(int width, int height, Func<int, int, SKColor> color) =>
        Encode(width, height, color, SKEncodedImageFormat.Jpeg);

    /// <summary>A PNG file with a uniform gray level, which identifies the image.</summary>
    public static byte[] Gray(byte level, int size = 8) => Png(size, size, (_, _) => new SKColor(level, level, level));

    /// <summary>Adds an EXIF orientation, in [1, 8], to a JPEG file.</summary>
    public static byte[] Oriented(byte[] jpeg, byte orientation)
    {
        byte[] exif =
        [
            0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8,
            .. "MM"u8, 0, 42, 0, 0, 0, 8,
            0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
        ];
        return [.. jpeg[..2], .. exif, .. jpeg[2..]];
    }

    private static byte[] Encode(int width, int height, Func<int, int, SKColor> color, SKEncodedImageFormat format)
    {
        using var bitmap = new SKBitmap(width, height);
        for (int y = 0; y < height; y++)
        {
            for (int x = 0; x < width; x++)
            {
                bitmap.SetPixel(x, y, color(x, y));
            }
        }

        using SKData data = bitmap.Encode(format, quality: 100);
        return data.ToArray();
    }
}
