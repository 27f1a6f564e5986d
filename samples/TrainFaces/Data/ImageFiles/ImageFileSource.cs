namespace TrainFaces.Data.ImageFiles;

/// <summary>
/// Images from files. Each is decoded when an epoch first asks for it and kept as bytes in the network's format, so that
/// the first step does not wait for the last image and later epochs decode nothing.
/// </summary>
internal sealed class ImageFileSource : IImageSource
{
    private readonly IFileStore _store;
    private readonly string _path;
    private readonly long _seed;
    private readonly ImageFormat _format;
    private readonly Action<string> _warn;
    private readonly byte[]?[] _decoded;
    private readonly bool[] _unreadable;
    private int _unreadableCount;

    private ImageFileSource(IFileStore store, string path, long seed, ImageFormat format, Action<string> warn)
    {
        (_store, _path, _seed, _format, _warn) = (store, path, seed, format, warn);
        _decoded = new byte[]?[store.Names.Count];
        _unreadable = new bool[store.Names.Count];
    }

    public string Description => $"{_store.Names.Count} images from {_path}";

    public int Count => _store.Names.Count - Unreadable;

    public int Unreadable => Volatile.Read(ref _unreadableCount);

    /// <param name="path">A folder or a zip archive.</param>
    /// <param name="seed">Decides the order of every epoch.</param>
    /// <param name="format">What the network takes.</param>
    /// <param name="warn">Is told the name of each image that cannot be read, once.</param>
    /// <exception cref="SampleException">There is no such path, it is neither of the two, or it holds fewer than two images.</exception>
    public static ImageFileSource Open(string path, long seed, ImageFormat format, Action<string> warn)
    {
        var store = OpenStore(path);
        if (store.Names.Count < 2)
        {
            store.Dispose();
            throw new SampleException($"--data {path}: needs at least 2 images (.jpg, .jpeg or .png) but has {store.Names.Count}.");
        }

        return new ImageFileSource(store, path, seed, format, warn);
    }

    public IReadOnlyList<long> Order(int epoch) => EpochOrder.Shuffle(_seed, epoch, _store.Names.Count);

    public bool TryRead(long index, Span<byte> pixels)
    {
        if (_decoded[index] is { } kept)
        {
            kept.CopyTo(pixels);
            return true;
        }

        if (_unreadable[index])
        {
            return false;
        }

        if (!TryDecode((int)index, pixels))
        {
            _unreadable[index] = true;
            Interlocked.Increment(ref _unreadableCount);
            return false;
        }

        _decoded[index] = pixels[.._format.Bytes].ToArray();
        return true;
    }

    public void Dispose() => _store.Dispose();

    private static IFileStore OpenStore(string path)
    {
        try
        {
            return Directory.Exists(path) ? new FolderStore(path)
                : File.Exists(path) ? new ZipStore(path)
                : throw new SampleException($"--data {path}: there is no such folder or zip file.");
        }
        catch (InvalidDataException)
        {
            throw new SampleException($"--data {path}: is neither a folder nor a zip file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"--data {path}: cannot be opened. {error.Message}", error);
        }
    }

    private bool TryDecode(int index, Span<byte> pixels)
    {
        try
        {
            if (ImageDecoder.TryDecode(_store.Read(index), _format, pixels))
            {
                return true;
            }

            _warn($"{_store.Names[index]}: not a complete JPEG or PNG image, skipped.");
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            _warn($"{_store.Names[index]}: skipped. {error.Message}");
        }

        return false;
    }
}
