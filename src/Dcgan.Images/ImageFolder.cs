using Dcgan.Core;
using Dcgan.Images.Files;
using Dcgan.Images.Pixels;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Dcgan.Images;

/// <summary>
/// Training images from the JPEG, PNG, WebP and BMP files in a folder, its subfolders, or a zip archive. An image is decoded when it is
/// first needed and kept in memory while there is room, or all images are decoded once into a cache file; see
/// <see cref="ImageFolderOptions"/>. Files that cannot be decoded are skipped with a warning.
/// </summary>
/// <remarks>
/// Hidden files and folders, __MACOSX folders, and the pictures in the output folder of a training run are not images of the set. EXIF
/// orientations are applied. Links are followed, each real folder once.
/// </remarks>
public sealed class ImageFolder : ImageSource
{
    private readonly IFileStore store;
    private readonly ImageClasses? classes;
    private readonly ILogger logger;
    private readonly PixelMemory memory;
    private readonly bool[] unreadable;
    private PixelCache? cache;
    private int unreadableCount;
    private string? exampleOfUnreadable;
    private volatile bool isDisposed;

    private ImageFolder(string path, IFileStore store, ImageFolderOptions options, long memoryLimit, ILogger logger)
    {
        (Path, this.store, Format, this.logger) = (path, store, options.Format, logger);
        classes = options.ClassesFromFolders ? ImageClasses.Of(path, store.Names, store.Folders) : null;
        memory = new PixelMemory(store.Names.Count, Format.Bytes, memoryLimit);
        unreadable = new bool[store.Names.Count];
    }

    /// <summary>Default of <see cref="ImageFolderOptions.MemoryLimit"/> in bytes: half of the memory available to the process.</summary>
    public static long DefaultMemoryLimit => GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 2;

    /// <summary>The folder or zip archive.</summary>
    public string Path { get; }

    /// <summary>
    /// Names of the image files, relative to the folder or the archive, with "/" between the parts, in ordinal order. The position of a
    /// name is the index of the image.
    /// </summary>
    public IReadOnlyList<string> Names => store.Names;

    /// <inheritdoc/>
    public override ImageFormat Format { get; }

    /// <inheritdoc/>
    public override int Count => store.Names.Count;

    /// <inheritdoc/>
    public override int Unreadable => Volatile.Read(ref unreadableCount);

    /// <inheritdoc/>
    internal override string ExampleOfUnreadable => Volatile.Read(ref exampleOfUnreadable) ?? string.Empty;

    /// <inheritdoc/>
    public override IReadOnlyList<string> ClassNames => classes?.Names ?? [];

    /// <summary>Whether the images are read from a cache file.</summary>
    public bool IsCached => cache is not null;

    /// <summary>Opens a folder or a zip archive.</summary>
    /// <param name="path">A folder or a zip archive with at least 2 images.</param>
    /// <param name="options">How to read the images. Default null: the defaults of <see cref="ImageFolderOptions"/>.</param>
    /// <param name="logger">Receives a warning for each kind of file that is not used and for each image that cannot be read.</param>
    /// <param name="progress">Receives the fraction of the cache file that is written, in [0, 1]. Not called if there is nothing to write.</param>
    /// <param name="cancellationToken">Cancels listing and decoding the files.</param>
    /// <exception cref="ArgumentException">An option is out of range.</exception>
    /// <exception cref="InvalidDataException">
    /// The path is neither a folder nor a zip archive, or contains fewer than 2 images; or, with classes, an image is in no subfolder,
    /// there are fewer than 2 classes, or a class has no image that can be read.
    /// </exception>
    /// <exception cref="IOException">The path does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the folder or the archive.</exception>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public static ImageFolder Open(
        string path,
        ImageFolderOptions? options = null,
        ILogger? logger = null,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        options = (options ?? new ImageFolderOptions()).Checked();
        logger ??= NullLogger.Instance;
        IFileStore store = Interruptible.Run(() => FileStore.Open(path, options.OutputFolder, cancellationToken), cancellationToken);
        ImageFolder? folder = null;
        try
        {
            CheckCount(path, store);
            folder = new ImageFolder(path, store, options, options.MemoryLimit ?? DefaultMemoryLimit, logger);
            folder.LogNotes();
            folder.Prepare(options, progress, cancellationToken);
            return folder.classes is null ? folder : Interruptible.Run(() => folder.WithReadableClasses(cancellationToken), cancellationToken);
        }
        catch
        {
            folder?.Dispose();
            store.Dispose();
            throw;
        }
    }

    /// <summary>Returns the short side, in pixels, of the first readable image of a folder or a zip archive.</summary>
    /// <param name="path">A folder or a zip archive.</param>
    /// <param name="cancellationToken">Cancels listing and reading the files.</param>
    /// <exception cref="InvalidDataException">
    /// The path is neither a folder nor a zip archive, or contains no readable image.
    /// </exception>
    /// <exception cref="IOException">The path does not exist or cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the folder or the archive.</exception>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public static int ShortSide(string path, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        return Interruptible.Run(() => FirstShortSide(path, cancellationToken), cancellationToken);
    }

    /// <summary>
    /// Tells sets of images apart without reading all of them: a SHA-256 of the sizes of all files and the content of up to 63, in the order
    /// of <see cref="Names"/>. The same for a folder and a zip archive of it.
    /// </summary>
    /// <param name="cancellationToken">Cancels the work.</param>
    /// <returns>64 hexadecimal digits.</returns>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    /// <exception cref="ObjectDisposedException">The folder has been disposed.</exception>
    public string ComputeDigest(CancellationToken cancellationToken = default)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        return Convert.ToHexStringLower(
            Interruptible.Run(() => FileDigest.Of(string.Empty, store, withNamesAndTimes: false, cancellationToken), cancellationToken));
    }

    /// <inheritdoc/>
    public override int LabelOf(long index) => classes?.LabelOf((int)index) ?? 0;

    /// <inheritdoc/>
    public override bool TryRead(long index, Span<byte> pixels)
    {
        ObjectDisposedException.ThrowIf(isDisposed, this);
        pixels = pixels[..Format.Bytes];
        if (memory.TryRead((int)index, pixels))
        {
            return true;
        }

        if (cache?.Contains((int)index) == true)
        {
            cache.Read((int)index, pixels);
            return true;
        }

        // An image that is missing in the cache is tried again: its file may be readable now.
        if (Volatile.Read(ref unreadable[index]))
        {
            return false;
        }

        if (!TryDecode((int)index, pixels))
        {
            SetUnreadable((int)index);
            return false;
        }

        memory.Keep((int)index, pixels);
        return true;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        isDisposed = true;
        if (disposing)
        {
            cache?.Dispose();
            store.Dispose();
        }

        base.Dispose(disposing);
    }

    private static void CheckCount(string path, IFileStore store)
    {
        if (store.Names.Count < 2)
        {
            throw new InvalidDataException(
                $"{path}: must contain at least 2 images ({ImageNames.Extensions}) but contains {store.Names.Count}.{Notes(store)}");
        }
    }

    private static int FirstShortSide(string path, CancellationToken stop)
    {
        using IFileStore store = FileStore.Open(path, outputFolder: null, stop);
        string? firstProblem = null;
        for (int index = 0; index < store.Names.Count; index++)
        {
            stop.ThrowIfCancellationRequested();
            if (ShortSide(store, index, out string problem) is { } side)
            {
                return side;
            }

            firstProblem ??= ExampleOf(store.Names[index], problem);
        }

        throw new InvalidDataException($"{path}: contains no readable image.{firstProblem}{Notes(store)}");
    }

    private static string Notes(IFileStore store) => string.Concat(store.Notes.Select(note => $" Note: {note}"));

    private static string ExampleOf(string name, string reason) => $" For example, {name}: {reason}";

    private static int? ShortSide(IFileStore store, int index, out string problem)
    {
        problem = $"{ImageDecoder.NotAnImage}.";
        try
        {
            return ImageDecoder.ShortSide(store.Read(index));
        }
        catch (Exception error) when (UnreadableFile.IsCause(error))
        {
            problem = error.Message;
            return null;
        }
    }

    private void Prepare(ImageFolderOptions options, IProgress<double>? progress, CancellationToken stop)
    {
        if (options.CacheFolder is { } folder && (options.AlwaysCache || !memory.HasRoomForAll))
        {
            cache = PixelCacheWriter.TryOpen(folder, Path, store, Format, TryDecodeOnce, logger, progress, stop);
        }

        if (cache is null && !memory.HasRoomForAll && options.MemoryLimit != 0)
        {
            Log.DecodedAgain(logger, Path, memory.Explain());
        }
    }

    private void LogNotes()
    {
        foreach (string note in store.Notes)
        {
            Log.FilesNotUsed(logger, Path, note);
        }

        if (classes is { Empty: { Count: > 0 } empty })
        {
            var folders = new PassedOver();
            foreach (string name in empty)
            {
                folders.Add(name);
            }

            Log.FilesNotUsed(logger, Path, $"folders without an image are no classes: {folders.Listed}.");
        }
    }

    /// <summary>Refuses a class that no image would train. Reads images until one of each class could be read.</summary>
    private ImageFolder WithReadableClasses(CancellationToken stop)
    {
        byte[] pixels = new byte[Format.Bytes];
        bool[] isReadable = new bool[ClassNames.Count];
        for (int index = 0; index < Count && isReadable.Contains(false); index++)
        {
            stop.ThrowIfCancellationRequested();
            int label = LabelOf(index);
            isReadable[label] = isReadable[label] || TryRead(index, pixels);
        }

        return Array.IndexOf(isReadable, false) is var missing and >= 0
            ? throw new InvalidDataException($"{Path}: no image of the class {ClassNames[missing]} can be read.{ReasonOf(missing)}")
            : this;
    }

    /// <summary>Why the first image of a class cannot be read, as a sentence after a space.</summary>
    private string ReasonOf(int label)
    {
        int index = Enumerable.Range(0, Count).First(image => LabelOf(image) == label);
        _ = ShortSide(store, index, out string problem);
        return ExampleOf(store.Names[index], problem);
    }

    private bool TryDecodeOnce(int index, Span<byte> pixels)
    {
        bool isDecoded = TryDecode(index, pixels);
        if (!isDecoded)
        {
            SetUnreadable(index);
        }

        return isDecoded;
    }

    private void SetUnreadable(int index)
    {
        if (!Interlocked.Exchange(ref unreadable[index], true))
        {
            Interlocked.Increment(ref unreadableCount);
        }
    }

    private bool TryDecode(int index, Span<byte> pixels)
    {
        try
        {
            if (ImageDecoder.TryDecode(store.Read(index), Format, pixels, out string? problem))
            {
                return true;
            }

            Log.ImageSkipped(logger, store.Names[index], problem);
            Remember(index, $"{problem}.");
        }
        catch (Exception error) when (UnreadableFile.IsCause(error))
        {
            Log.ImageUnreadable(logger, store.Names[index], error.Message);
            Remember(index, error.Message);
        }

        return false;
    }

    private void Remember(int index, string reason) =>
        Interlocked.CompareExchange(ref exampleOfUnreadable, ExampleOf(store.Names[index], reason), null);
}
