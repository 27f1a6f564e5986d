using System.Buffers.Binary;
using System.IO.Hashing;
using SkiaSharp;

namespace Dcgan.Images.Tests;

/// <summary>Creates small image files.</summary>
internal static class TestImages
{
    public static byte[] Png(int width, int height, Func<int, int, SKColor> color) =>
        Encode(width, height, color, SKEncodedImageFormat.Png);

    public static byte[] Jpeg(int width, int height, Func<int, int, SKColor> color) =>
        Encode(width, height, color, SKEncodedImageFormat.Jpeg);

    /// <summary>A PNG file with a uniform gray level, which identifies the image.</summary>
    public static byte[] Gray(byte level, int size = 8) => Png(size, size, (_, _) => new SKColor(level, level, level));

    public static byte[] Webp(int width, int height, Func<int, int, SKColor> color) =>
        Encode(width, height, color, SKEncodedImageFormat.Webp);

    /// <summary>A BMP file with a uniform gray level. The header may give another size.</summary>
    public static byte[] Bmp(byte level, int side, int? headerSide = null)
    {
        int rowBytes = ((3 * side) + 3) / 4 * 4;
        byte[] header = new byte[54];
        "BM"u8.CopyTo(header);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(2), header.Length + (rowBytes * side));
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(10), header.Length);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(14), 40);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(18), headerSide ?? side);
        BinaryPrimitives.WriteInt32LittleEndian(header.AsSpan(22), headerSide ?? side);
        header[26] = 1;
        header[28] = 24;
        return [.. header, .. Enumerable.Repeat(level, rowBytes * side)];
    }

    /// <summary>Adds an EXIF orientation, in [1, 8], to a JPEG file.</summary>
    public static byte[] Oriented(byte[] jpeg, byte orientation) =>
        [.. jpeg[..2], 0xFF, 0xE1, 0, 34, .. "Exif\0\0"u8, .. BigEndianExif(orientation), .. jpeg[2..]];

    /// <summary>An EXIF block with one entry, the orientation, and with numbers that begin with the high byte.</summary>
    public static byte[] BigEndianExif(byte orientation) =>
    [
        .. "MM"u8, 0, 42, 0, 0, 0, 8,
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>An EXIF block with two entries, of which the second is the orientation, and with numbers that begin with the low byte.</summary>
    public static byte[] LittleEndianExif(byte orientation) =>
    [
        .. "II"u8, 42, 0, 8, 0, 0, 0,
        2, 0, 0x00, 0x01, 3, 0, 1, 0, 0, 0, 9, 0, 0, 0, 0x12, 0x01, 3, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0,
    ];

    /// <summary>Adds an EXIF block to a PNG file, after its header.</summary>
    public static byte[] WithExif(byte[] png, byte[] exif)
    {
        const int HeaderEnd = 33;
        byte[] length = new byte[4], checksum = new byte[4];
        BinaryPrimitives.WriteInt32BigEndian(length, exif.Length);
        byte[] content = [.. "eXIf"u8, .. exif];
        BinaryPrimitives.WriteUInt32BigEndian(checksum, Crc32.HashToUInt32(content));
        return [.. png[..HeaderEnd], .. length, .. content, .. checksum, .. png[HeaderEnd..]];
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
