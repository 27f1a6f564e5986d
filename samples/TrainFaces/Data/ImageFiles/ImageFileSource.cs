using System.Security.Cryptography;
using System.Text;
using Dcgan.Core;

namespace TrainFaces.Data.ImageFiles;

/// <summary>
/// Training images from files. An image is decoded when it is first needed, and its pixels stay in memory as long as there is
/// room. The first step does not wait for all images, and later epochs decode only the images for which there was no room.
/// </summary>
internal sealed class ImageFileSource : IImageSource
{
    // An array and its place in the list, in addition to the pixels.
    private const int OverheadPerImage = 32;

    private readonly IFileStore store;
    private readonly string path;
    private readonly long seed;
    private readonly ImageFormat format;
    private readonly Action<string> warn;
    private readonly byte[]?[] decoded;
    private readonly bool[] unreadable;
    private int unreadableCount;
    private long freeMemory;

    private ImageFileSource(IFileStore store, string path, long seed, ImageFormat format, Action<string> warn, long memory)
    {
        (this.store, this.path, this.seed, this.format, this.warn, freeMemory) = (store, path, seed, format, warn, memory);
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

    /// <summary>Half of the memory that this process may use, in bytes. The other half is for training.</summary>
    public static long DefaultMemory => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    private long BytesPerImage => format.Bytes + OverheadPerImage;

    /// <summary>Opens a folder or a zip archive.</summary>
    /// <param name="path">A folder or a zip archive.</param>
    /// <param name="seed">Random seed for the order of the images in each epoch.</param>
    /// <param name="format">The network's image format.</param>
    /// <param name="warn">Receives one warning for each kind of file that is not used and for each unreadable image.</param>
    /// <param name="option">The command-line option with the path, for error messages.</param>
    /// <param name="output">The output folder of the run, whose pictures are not data; null for none.</param>
    /// <param name="memory">Memory for decoded images in bytes; null for <see cref="DefaultMemory"/>, 0 for images that are read only once.</param>
    /// <param name="stop">Cancels the listing of the files.</param>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="SampleException">The path does not exist, is neither a folder nor a zip archive, or contains fewer than two images.</exception>
    public static ImageFileSource Open(
        string path,
        long seed,
        ImageFormat format,
        Action<string> warn,
        string option = "--data",
        string? output = null,
        long? memory = null,
        CancellationToken stop = default)
    {
        var store = Interruptible.Run(() => OpenStore(path, option, output, stop), stop);
        if (store.Names.Count < 2)
        {
            string notes = string.Concat(store.Notes.Select(note => $" Note: {note}"));
            store.Dispose();
            throw new SampleException($"{option} {path}: must contain at least 2 images ({ImageNames.Extensions}) but contains {store.Names.Count}.{notes}");
        }

        foreach (string note in store.Notes)
        {
            warn($"{option} {path}: {note}");
        }

        long budget = memory ?? DefaultMemory;
        var source = new ImageFileSource(store, path, seed, format, warn, budget);
        if (budget > 0 && source.MemoryNote(budget) is { } memoryNote)
        {
            warn($"{option} {path}: {memoryNote}");
        }

        return source;
    }

    /// <summary>The short side, in pixels, of the first image that can be read.</summary>
    /// <param name="path">A folder or a zip archive.</param>
    /// <param name="option">The command-line option with the path, for error messages.</param>
    /// <exception cref="SampleException">The path cannot be opened, or contains no readable image.</exception>
    public static int ShortSide(string path, string option)
    {
        using var store = OpenStore(path, option, output: null, CancellationToken.None);
        return Enumerable.Range(0, store.Names.Count).Select(index => ShortSide(store, index)).FirstOrDefault(side => side is not null)
            ?? throw new SampleException($"{option} {path}: contains no readable image.");
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

        Keep(index, pixels[..format.Bytes]);
        return true;
    }

    public void Dispose() => store.Dispose();

    private static IFileStore OpenStore(string path, string option, string? output, CancellationToken stop)
    {
        try
        {
            if (output is not null && Directory.Exists(path) && RealPath.IsWithin(RealPath.Of(path), RealPath.Of(output)))
            {
                throw new SampleException($"{option} {path}: must not be in the output folder {output}, because a run does not train on its own pictures; use another --out.");
            }

            return Directory.Exists(path) ? new FolderStore(path, output, stop)
                : File.Exists(path) ? new ZipStore(path)
                : throw new SampleException($"{option} {path}: the folder or zip archive does not exist.");
        }
        catch (InvalidDataException error)
        {
            throw new SampleException($"{option} {path}: {error.Message}", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"{option} {path}: cannot open this path. {error.Message}", error);
        }
    }

    private static int? ShortSide(IFileStore store, int index)
    {
        try
        {
            return ImageDecoder.ShortSide(store.Read(index));
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            return null; // Reading the set reports it.
        }
    }

    private string? MemoryNote(long budget)
    {
        long kept = budget / BytesPerImage;
        return kept >= store.Names.Count ? null : FormattableString.Invariant(
            $"the decoded images need {Megabytes(store.Names.Count * BytesPerImage)} MB, but this run keeps at most {Megabytes(budget)} MB of them in memory. About {store.Names.Count - kept} of {store.Names.Count} images are decoded again in each epoch, which can be slower.");

        static long Megabytes(long bytes) => bytes / 1_000_000;
    }

    private void Keep(long index, ReadOnlySpan<byte> pixels)
    {
        if (Interlocked.Add(ref freeMemory, -BytesPerImage) >= 0)
        {
            decoded[index] = pixels.ToArray();
        }
        else
        {
            Interlocked.Add(ref freeMemory, BytesPerImage);
        }
    }

    private bool TryDecode(int index, Span<byte> pixels)
    {
        try
        {
            if (ImageDecoder.TryDecode(store.Read(index), format, pixels, out string? problem))
            {
                return true;
            }

            warn($"{store.Names[index]}: skipped, because {problem}.");
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException)
        {
            warn($"{store.Names[index]}: skipped. {error.Message}");
        }

        return false;
    }
}
