using Dcgan.Images.Files;
using Microsoft.Win32.SafeHandles;

namespace Dcgan.Images;

/// <summary>
/// Reads decoded images from a cache file. It reads at positions instead of mapping the file into memory: the memory of the process
/// stays flat, and a file that another program cuts off gives an exception instead of ending the process.
/// </summary>
internal sealed class PixelCache : IDisposable
{
    private readonly string path;
    private readonly SafeFileHandle file;
    private readonly int imageBytes;
    private readonly byte[] states;

    private PixelCache(string path, SafeFileHandle file, int imageBytes, byte[] states) =>
        (this.path, this.file, this.imageBytes, this.states) = (path, file, imageBytes, states);

    /// <summary>Opens a cache file.</summary>
    /// <param name="path">The file.</param>
    /// <param name="layout">The expected content.</param>
    /// <returns>Null if there is no such file, or its content differs.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the file.</exception>
    public static PixelCache? Open(string path, PixelCacheLayout layout)
    {
        if (!File.Exists(path) || FileTarget.Of(path).Length != layout.FileBytes)
        {
            return null;
        }

        SafeFileHandle file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        try
        {
            byte[] header = new byte[layout.Header.Length];
            byte[] states = new byte[layout.Count];
            if (TryRead(file, header, 0) && header.AsSpan().SequenceEqual(layout.Header) && TryRead(file, states, layout.StatePosition)
                && states.AsSpan().ContainsAnyExcept(PixelCacheLayout.Readable, PixelCacheLayout.Unreadable) is false)
            {
                return new PixelCache(path, file, layout.ImageBytes, states);
            }

            file.Dispose();
            return null;
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether the file has the pixels of an image. If not, the image could not be decoded when the file was written.</summary>
    public bool Contains(int index) => states[index] == PixelCacheLayout.Readable;

    /// <summary>Reads the pixels of an image that the file contains.</summary>
    /// <exception cref="IOException">The file cannot be read, or was cut off since it was opened.</exception>
    public void Read(int index, Span<byte> pixels)
    {
        if (!TryRead(file, pixels, PixelCacheLayout.PositionOf(index, imageBytes)))
        {
            throw new EndOfStreamException($"{path}: the cache file was cut off while it was used. Delete it, and start again.");
        }
    }

    public void Dispose() => file.Dispose();

    private static bool TryRead(SafeFileHandle file, Span<byte> bytes, long position)
    {
        while (bytes.Length > 0)
        {
            int read = RandomAccess.Read(file, bytes, position);
            if (read == 0)
            {
                return false;
            }

            bytes = bytes[read..];
            position += read;
        }

        return true;
    }
}
