using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core;

/// <summary>
/// Replaces a file whole or not at all, also when the power fails: the new one is written beside it under <c>.partial</c>,
/// flushed to the disk, and renamed over it. A link is followed, and the old file's permissions are kept.
/// </summary>
internal static class AtomicFile
{
    internal const string PartialSuffix = ".partial";

    /// <summary>What the system says of a file that somebody has locked: Linux, macOS, Windows.</summary>
    private static readonly int[] InUse = [11, 35, unchecked((int)0x80070020)];

    /// <summary>Writes a file anew.</summary>
    /// <param name="path">New or to be replaced; its folder must exist.</param>
    /// <param name="write">Fills the new file. What it throws is passed on, but for failures of the file system.</param>
    /// <exception cref="CheckpointException">The file cannot be written, or is being written already. The old one is as it was.</exception>
    internal static void Write(string path, Action<SafeFileHandle> write)
    {
        path = Path.GetFullPath(path);
        try
        {
            (string target, string folder) = CheckedTarget(path);
            Replace(path, target, folder, write);
        }
        catch (Exception error) when (error is (IOException and not CheckpointException) or UnauthorizedAccessException)
        {
            throw Failure(path, error);
        }
    }

    /// <summary>Checks a path before the work whose result <see cref="Write"/> will put there.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="CheckpointException">The path is a folder, or its folder does not exist.</exception>
    internal static void CheckPath(string path)
    {
        path = Path.GetFullPath(path);
        try
        {
            _ = CheckedTarget(path);
        }
        catch (Exception error) when (error is (IOException and not CheckpointException) or UnauthorizedAccessException)
        {
            throw Failure(path, error);
        }
    }

    /// <summary>Deletes what a killed writer has left, and leaves alone what a living one is writing.</summary>
    /// <param name="partial">A file that ends in <see cref="PartialSuffix"/>.</param>
    internal static void DeleteAbandoned(string partial)
    {
        try
        {
            using var folder = new Folder(Path.GetDirectoryName(Path.GetFullPath(partial))!);
            folder.Alone(() =>
            {
                // That it opens shows that nobody is writing it.
                File.OpenHandle(partial, FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
                TryDelete(partial);
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // It is being written, or it is gone.
        }
    }

    private static CheckpointException Failure(string path, Exception error) =>
        new(path, null, $"cannot be written, and what was there is unchanged: {error.Message}", error);

    private static (string Target, string Folder) CheckedTarget(string path)
    {
        string target = TargetOf(path);
        if (Directory.Exists(target))
        {
            throw new CheckpointException(path, null, "cannot be written: this is a folder, not a file.");
        }

        string folder = Path.GetDirectoryName(target) ?? target;
        return Directory.Exists(folder)
            ? (target, folder)
            : throw new CheckpointException(path, null, $"cannot be written: there is no folder '{folder}'.");
    }

    private static void Replace(string path, string target, string folderPath, Action<SafeFileHandle> write)
    {
        string partial = target + PartialSuffix;
        using var folder = new Folder(folderPath);

        // The partial file's own lock ends before its name does, and a writer that took it over in between would have its
        // half-written file renamed, or would empty what is the target by then. The folder's lock leaves no in between.
        SafeFileHandle file = null!;
        folder.Alone(() => file = Open(path, partial));
        bool renamed = false;
        try
        {
            KeepPermissions(file, target); // First: what is private must not be there for all to read while it is written.
            write(file);
            RandomAccess.FlushToDisk(file);
            folder.Alone(() =>
            {
                file.Dispose(); // First: whoever opened the new file while this handle locks it would be refused.
                File.Move(partial, target, overwrite: true);
            });
            renamed = true;
        }
        finally
        {
            if (!renamed)
            {
                folder.Alone(() =>
                {
                    file.Dispose();
                    TryDelete(partial);
                });
            }
        }

        try
        {
            folder.Flush();
        }
        catch (IOException error)
        {
            throw new CheckpointException(path, null, $"is written, but its name may not outlive a power failure: {error.Message}", error);
        }
    }

    private static SafeFileHandle Open(string path, string partial)
    {
        try
        {
            return File.OpenHandle(partial, FileMode.Create, FileAccess.Write, FileShare.None);
        }
        catch (IOException error) when (InUse.Contains(error.HResult))
        {
            throw new CheckpointException(path, null, $"cannot be written: it is being written already, as '{partial}' shows.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            string reason = Directory.Exists(partial) ? $"the folder '{partial}' is in the way" : $"there is no permission to make '{partial}'";
            throw new CheckpointException(path, null, $"cannot be written: {reason}.", error);
        }
    }

    private static void KeepPermissions(SafeFileHandle file, string target)
    {
        if (!OperatingSystem.IsWindows() && File.Exists(target))
        {
            File.SetUnixFileMode(file, File.GetUnixFileMode(target));
        }
    }

    /// <summary>What a failure leaves is small harm, and the failure itself is what the caller must hear of.</summary>
    private static void TryDelete(string partial)
    {
        try
        {
            File.Delete(partial);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }

    /// <summary>The file that a link leads to at last, which need not exist; else the file itself.</summary>
    private static string TargetOf(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
    }
}
