using System.Security.Cryptography;
using System.Text;
using Dcgan.Core;

namespace TrainFaces.Data.ImageFiles;

/// <summary>
/// Training images from files. An image is decoded when it is first needed, and its pixels stay in memory. The first step does
/// not wait for all images, and later epochs do not decode any image again.
/// </summary>
internal sealed class ImageFileSource : IImageSource
{
    private readonly IFileStore store;
    private readonly string path;
    private readonly long seed;
    private readonly ImageFormat format;
    private readonly Action<string> warn;
    private readonly byte[]?[] decoded;
    private readonly bool[] unreadable;
    private int unreadableCount;

    private ImageFileSource(IFileStore store, string path, long seed, ImageFormat format, Action<string> warn)
    {
        (this.store, this.path, this.seed, this.format, this.warn) = (store, path, seed, format, warn);
        decoded = new byte[]?[store.Names.Count];
        unreadable = new bool[store.Names.Count];
    }

    public string Description => $"{store.Names.Count} image files in {path}";

    // Saved in run.json. Do not change the text: runs saved with another text could not be resumed.
    public string Identity
    {
        get
        {
            byte[] names = Encoding.UTF8.GetBytes(string.Join('\0', store.Names.Select(Path.GetFileName)));
            return $"{store.Names.Count} image files with names of SHA-256 {Convert.ToHexStringLower(SHA256.HashData(names))[..12]}";
        }
    }

    public int Count => store.Names.Count - Unreadable;

    public int Unreadable => Volatile.Read(ref unreadableCount);

    /// <summary>Opens a folder or a zip archive.</summary>
    /// <param name="path">A folder or a zip archive.</param>
    /// <param name="seed">Random seed for the order of the images in each epoch.</param>
    /// <param name="format">The network's image format.</param>
    /// <param name="warn">Receives one warning for each unreadable image.</param>
    /// <param name="option">The command-line option with the path, for error messages.</param>
    /// <exception cref="SampleException">The path does not exist, is neither a folder nor a zip archive, or contains fewer than two images.</exception>
    public static ImageFileSource Open(string path, long seed, ImageFormat format, Action<string> warn, string option = "--data")
    {
        var store = OpenStore(path, option);
        if (store.Names.Count < 2)
        {
            store.Dispose();
            throw new SampleException($"{option} {path}: must contain at least 2 images (.jpg, .jpeg, .png) but contains {store.Names.Count}.");
        }

        return new ImageFileSource(store, path, seed, format, warn);
    }

    public IReadOnlyList<long> Order(int epoch) =>
        [.. EpochShuffle.Indices(seed, epoch - 1, store.Names.Count).Select(index => (long)index)];

    public bool TryRead(long index, Span<byte> pixels)
    {
        if (decoded[index] is { } cached)
        {
            cached.CopyTo(pixels);
            return true;
        }

        if (unreadable[index])
        {
            return false;
        }

        if (!TryDecode((int)index, pixels))
        {
            unreadable[index] = true;
            Interlocked.Increment(ref unreadableCount);
            return false;
        }

        decoded[index] = pixels[..format.Bytes].ToArray();
        return true;
    }

    public void Dispose() => store.Dispose();

    private static IFileStore OpenStore(string path, string option)
    {
        try
        {
            return Directory.Exists(path) ? new FolderStore(path)
                : File.Exists(path) ? new ZipStore(path)
                : throw new SampleException($"{option} {path}: the folder or zip archive does not exist.");
        }
        catch (InvalidDataException)
        {
            throw new SampleException($"{option} {path}: must be a folder or a zip archive.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"{option} {path}: cannot open this path. {error.Message}", error);
        }
    }

    private bool TryDecode(int index, Span<byte> pixels)
    {
        try
        {
            if (ImageDecoder.TryDecode(store.Read(index), format, pixels))
            {
                return true;
            }

            warn($"{store.Names[index]}: skipped, because it is not a complete JPEG or PNG image.");
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            warn($"{store.Names[index]}: skipped. {error.Message}");
        }

        return false;
    }
}
