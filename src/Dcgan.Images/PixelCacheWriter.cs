using Dcgan.Core;
using Dcgan.Images.Files;
using Microsoft.Extensions.Logging;

namespace Dcgan.Images;

/// <summary>Decodes an image.</summary>
/// <returns>False if the image cannot be decoded.</returns>
internal delegate bool Decode(int index, Span<byte> pixels);

/// <summary>Finds the cache file of a set of images, or decodes all images into a new one.</summary>
internal static class PixelCacheWriter
{
    // Images that are decoded in parallel and then written, at most this number and these bytes.
    private const int MaxPartImages = 512;
    private const int MaxPartBytes = 1 << 26;

    // How often a process looks whether another one has finished the file.
    private static readonly TimeSpan WaitTime = TimeSpan.FromMilliseconds(200);

    /// <summary>Opens the cache file, and writes it first if necessary. If another process is writing it, waits for that process.</summary>
    /// <param name="folder">The folder of the cache file.</param>
    /// <param name="source">The folder or archive of the images.</param>
    /// <param name="store">The image files.</param>
    /// <param name="format">The format of the decoded images.</param>
    /// <param name="decode">Decodes an image. Called from several threads.</param>
    /// <param name="logger">Receives a warning if there can be no cache.</param>
    /// <param name="progress">Receives the fraction that is written.</param>
    /// <param name="stop">Cancels the work.</param>
    /// <returns>Null if the file cannot be written, for example because the disk is full.</returns>
    /// <exception cref="OperationCanceledException">Canceled.</exception>
    public static PixelCache? TryOpen(
        string folder, string source, IFileStore store, ImageFormat format, Decode decode, ILogger logger, IProgress<double>? progress, CancellationToken stop)
    {
        try
        {
            PixelCacheLayout layout = Interruptible.Run(() => PixelCacheLayout.Of(source, store, format, stop), stop);
            string path = Path.Combine(Directory.CreateDirectory(folder).FullName, $"{layout.Name}-{format}.pixels");
            for (bool isWritten = false, isWaiting = false; ;)
            {
                if (PixelCache.Open(path, layout) is { } cache)
                {
                    return cache;
                }

                if (isWritten)
                {
                    throw new IOException($"{path}: cannot be read as it was written.");
                }

                isWritten = Interruptible.Run(() => TryWrite(path, layout, decode, progress, stop), stop);
                if (!isWritten && !isWaiting)
                {
                    isWaiting = true;
                    Log.WaitingForCache(logger, path);
                }
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CheckpointException)
        {
            Log.NoCache(logger, folder, error.Message);
            return null;
        }
    }

    private static void CheckSpace(string path, long needed)
    {
        long free;
        try
        {
            free = new DriveInfo(Path.GetDirectoryName(path)!).AvailableFreeSpace;
        }
        catch (ArgumentException)
        {
            return; // A network share of Windows has no drive. Writing fails if there is no room.
        }

        if (free < needed)
        {
            throw new IOException(FormattableString.Invariant(
                $"The decoded images need {(needed + 999_999) / 1_000_000} MB, but only {free / 1_000_000} MB are free on this disk."));
        }
    }

    /// <summary>Writes the file.</summary>
    /// <returns>False if another process is writing it.</returns>
    private static bool TryWrite(string path, PixelCacheLayout layout, Decode decode, IProgress<double>? progress, CancellationToken stop)
    {
        try
        {
            AtomicFile.Write(path, file =>
            {
                CheckSpace(path, layout.FileBytes); // Only now: before, another process may have been writing the same file.
                Write(file, layout, decode, progress, stop);
            });
            return true;
        }
        catch (CheckpointException error) when (FileInUse.IsCause(error.InnerException))
        {
            stop.WaitHandle.WaitOne(WaitTime);
            stop.ThrowIfCancellationRequested();
            return false;
        }
    }

    private static void Write(Stream file, PixelCacheLayout layout, Decode decode, IProgress<double>? progress, CancellationToken stop)
    {
        int size = layout.ImageBytes;
        int part = Math.Clamp(MaxPartBytes / size, 1, MaxPartImages);
        byte[] pixels = new byte[part * size];
        byte[] states = new byte[layout.Count];
        file.Write(layout.Header);
        for (int first = 0; first < layout.Count; first += part)
        {
            int start = first;
            int count = Math.Min(part, layout.Count - first);
            ParallelImages.ForEach(count, new ParallelOptions { CancellationToken = stop }, index =>
            {
                Span<byte> image = pixels.AsSpan(index * size, size);
                bool isDecoded = decode(start + index, image);
                states[start + index] = isDecoded ? PixelCacheLayout.Readable : PixelCacheLayout.Unreadable;
                if (!isDecoded)
                {
                    image.Clear();
                }
            });
            file.Write(pixels, 0, count * size);
            progress?.Report((double)(first + count) / layout.Count);
        }

        file.Write(states);
    }
}
