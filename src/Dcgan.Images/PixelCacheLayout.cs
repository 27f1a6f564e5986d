using System.Text;
using Dcgan.Images.Files;

namespace Dcgan.Images;

/// <summary>
/// The layout of a cache file: a header that identifies the images, then the pixels of all images, then a byte for each image, which is
/// <see cref="Readable"/> or <see cref="Unreadable"/>.
/// </summary>
internal sealed class PixelCacheLayout
{
    // Increase the number when decoding changes.
    private const string Magic = "DCGANPX1";
    private const int HeaderBytes = 64;

    /// <summary>Marks an image that was decoded. Not 0, which a file has where nothing was written.</summary>
    public const byte Readable = (byte)'R';

    /// <summary>Marks an image that could not be decoded.</summary>
    public const byte Unreadable = (byte)'U';

    private PixelCacheLayout(int count, int imageBytes, byte[] header) => (Count, ImageBytes, Header) = (count, imageBytes, header);

    /// <summary>Number of images.</summary>
    public int Count { get; }

    /// <summary>Bytes per image.</summary>
    public int ImageBytes { get; }

    /// <summary>The start of the file: the magic bytes, the digest of the images, and zeros.</summary>
    public byte[] Header { get; }

    /// <summary>The digest of the images as text, for the name of the file.</summary>
    public string Name => Convert.ToHexStringLower(Header.AsSpan(Magic.Length, 8));

    public long StatePosition => PositionOf(Count, ImageBytes);

    public long FileBytes => StatePosition + Count;

    /// <summary>
    /// The layout for the images of a store. Reads the sizes and times of all files and the content of some.
    /// </summary>
    /// <param name="path">The folder or archive.</param>
    /// <param name="store">Its files.</param>
    /// <param name="format">The format of the decoded images.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <exception cref="IOException">The path cannot be resolved.</exception>
    public static PixelCacheLayout Of(string path, IFileStore store, ImageFormat format, CancellationToken stop)
    {
        byte[] header = new byte[HeaderBytes];
        Encoding.ASCII.GetBytes(Magic, header);
        FileDigest.Of($"{RealPath.Of(path)}\0{format}", store, withNamesAndTimes: true, stop).CopyTo(header, Magic.Length);
        return new PixelCacheLayout(store.Names.Count, format.Bytes, header);
    }

    public static long PositionOf(int index, int imageBytes) => HeaderBytes + ((long)index * imageBytes);
}
