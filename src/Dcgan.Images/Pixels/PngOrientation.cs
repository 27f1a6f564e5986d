using System.Buffers.Binary;
using SkiaSharp;

namespace Dcgan.Images.Pixels;

/// <summary>Reads the EXIF orientation of a PNG file, which Skia reads only from other formats.</summary>
internal static class PngOrientation
{
    private const int SignatureLength = 8;

    // A chunk is its length, its type, its data and a checksum, in 4 + 4 + length + 4 bytes.
    private const int ChunkOverhead = 12;

    private const ushort OrientationTag = 0x0112;

    /// <summary>The orientation; top left if the file has none or if its metadata are not valid.</summary>
    public static SKEncodedOrigin Of(ReadOnlySpan<byte> png)
    {
        int position = SignatureLength;
        while (position <= png.Length - ChunkOverhead)
        {
            uint length = BinaryPrimitives.ReadUInt32BigEndian(png[position..]);
            if (length > png.Length - position - ChunkOverhead)
            {
                break;
            }

            if (png.Slice(position + 4, 4).SequenceEqual("eXIf"u8))
            {
                return FromTiff(png.Slice(position + 8, (int)length));
            }

            position += ChunkOverhead + (int)length;
        }

        return SKEncodedOrigin.TopLeft;
    }

    // The chunk is a TIFF file: the byte order, the number 42, the position of the first directory. A directory is a count and entries of 12 bytes.
    private static SKEncodedOrigin FromTiff(ReadOnlySpan<byte> tiff)
    {
        if (tiff.Length < 8)
        {
            return SKEncodedOrigin.TopLeft;
        }

        bool littleEndian = tiff[0] == (byte)'I';
        uint directory = littleEndian ? BinaryPrimitives.ReadUInt32LittleEndian(tiff[4..]) : BinaryPrimitives.ReadUInt32BigEndian(tiff[4..]);
        if (directory > tiff.Length - 2)
        {
            return SKEncodedOrigin.TopLeft;
        }

        var entries = tiff[((int)directory + 2)..];
        int count = Math.Min(Number(tiff, (int)directory), entries.Length / 12);
        for (int entry = 0; entry < count; entry++)
        {
            if (Number(entries, 12 * entry) == OrientationTag)
            {
                var origin = (SKEncodedOrigin)Number(entries, (12 * entry) + 8);
                return Enum.IsDefined(origin) ? origin : SKEncodedOrigin.TopLeft;
            }
        }

        return SKEncodedOrigin.TopLeft;

        ushort Number(ReadOnlySpan<byte> bytes, int at) =>
            littleEndian ? BinaryPrimitives.ReadUInt16LittleEndian(bytes[at..]) : BinaryPrimitives.ReadUInt16BigEndian(bytes[at..]);
    }
}
