using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;
using Dcgan.Images.Files;

namespace Dcgan.Images;

/// <summary>
/// The layout of a cache file: a header that identifies the images, then the pixels of all images, then a byte for each image, which is 0
/// if it could not be decoded.
/// </summary>
internal sealed class PixelCacheLayout
{
    // Increase the number when decoding changes.
    private const string Magic = "DCGANPX1";
    private const int HeaderBytes = 64;

    private PixelCacheLayout(int count, int imageBytes, byte[] header) => (Count, ImageBytes, Header) = (count, imageBytes, header);

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Bytes per image.</summary>
    public int ImageBytes { get; }

    /// <summary>The start of the file: the magic bytes, the digest of the images, and zeros.</summary>
    public byte[] Header { get; }

    /// <summary>The digest of the images as text, for the name of the file.</summary>
    public string Name => Convert.ToHexStringLower(Header.AsSpan(Magic.Length, 8));

    public long StatusPosition => PositionOf(Count, ImageBytes);

    public long FileBytes => StatusPosition + Count;

    /// <summary>The layout for the images of a store. Reads the sizes and times of the files, but not their content.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read a file.</exception>
    public static PixelCacheLayout Of(IFileStore store, ImageFormat format, CancellationToken stop)
    {
        using var digest = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        digest.AppendData(Encoding.UTF8.GetBytes(format.ToString()));
        Span<byte> stamp = stackalloc byte[2 * sizeof(long)];
        for (int index = 0; index < store.Names.Count; index++)
        {
            stop.ThrowIfCancellationRequested();
            (long length, long change) = store.Stamp(index);
            BinaryPrimitives.WriteInt64LittleEndian(stamp, length);
            BinaryPrimitives.WriteInt64LittleEndian(stamp[sizeof(long)..], change);
            digest.AppendData(Encoding.UTF8.GetBytes('\0' + store.Names[index] + '\0'));
            digest.AppendData(stamp);
        }

        byte[] header = new byte[HeaderBytes];
        Encoding.ASCII.GetBytes(Magic, header);
        digest.GetHashAndReset(header.AsSpan(Magic.Length));
        return new PixelCacheLayout(store.Names.Count, format.Bytes, header);
    }

    public static long PositionOf(int index, int imageBytes) => HeaderBytes + ((long)index * imageBytes);
}
