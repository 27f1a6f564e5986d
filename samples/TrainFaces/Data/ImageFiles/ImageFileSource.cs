using System.Security.Cryptography;
using System.Text;
using Dcgan.Core;

namespace TrainFaces.Data.ImageFiles;

/// <summary>
/// Images from files. Each is decoded when an epoch first asks for it and kept as bytes in the network's format, so that
/// the first step does not wait for the last image and later epochs decode nothing.
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

    /// <param name="path">A folder or a zip archive.</param>
    /// <param name="seed">Decides the order of every epoch.</param>
    /// <param name="format">What the network takes.</param>
    /// <param name="warn">Is told the name of each image that cannot be read, once.</param>
    /// <param name="option">That names the path.</param>
    /// <exception cref="SampleException">There is no such path, it is neither of the two, or it holds fewer than two images.</exception>
    public static ImageFileSource Open(string path, long seed, ImageFormat format, Action<string> warn, string option = "--data")
    {
        var store = OpenStore(path, option);
        if (store.Names.Count < 2)
        {
            store.Dispose();
            throw new SampleException($"{option} {path}: needs at least 2 images (.jpg, .jpeg or .png) but has {store.Names.Count}.");
        }

        return new ImageFileSource(store, path, seed, format, warn);
    }

    public IReadOnlyList<long> Order(int epoch) =>
        [.. EpochShuffle.Indices(seed, epoch - 1, store.Names.Count).Select(index => (long)index)];

    public bool TryRead(long index, Span<byte> pixels)
    {
        if (decoded[index] is { } kept)
        {
            kept.CopyTo(pixels);
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
                : throw new SampleException($"{option} {path}: there is no such folder or zip file.");
        }
        catch (InvalidDataException)
        {
            throw new SampleException($"{option} {path}: is neither a folder nor a zip file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"{option} {path}: cannot be opened. {error.Message}", error);
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

            warn($"{store.Names[index]}: not a complete JPEG or PNG image, skipped.");
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            warn($"{store.Names[index]}: skipped. {error.Message}");
        }

        return false;
    }
}
