using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core;

/// <summary>
/// Replaces a file completely or not at all, even if the power fails. The new content is written to a <c>.partial</c> file in
/// the same folder, flushed to disk and renamed over the old file. Links are followed; permissions are kept. Devices, pipes and
/// sockets are refused. Checkpoints are written this way; use it for the host's own files beside them.
/// </summary>
public static class AtomicFile
{
    internal const string PartialSuffix = ".partial";

    /// <summary>Creates or replaces a file.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="write">
    /// Writes the content to a stream that can seek and is closed afterward. File system errors are wrapped; other exceptions are
    /// rethrown.
    /// </param>
    /// <exception cref="ArgumentException">The path is empty.</exception>
    /// <exception cref="CheckpointException">
    /// The file cannot be written, is not a regular file, or another writer is writing it. The old file is unchanged.
    /// </exception>
    public static void Write(string path, Action<Stream> write)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(write);
        WriteHandle(path, file =>
        {
            // The stream must not close the handle, which is flushed to the disk later.
            using var handle = new SafeFileHandle(file.DangerousGetHandle(), ownsHandle: false);
            using var stream = new FileStream(handle, FileAccess.Write);
            write(stream);
        });
    }

    /// <summary>Creates or replaces a file.</summary>
    /// <param name="path">The file. Its folder must exist.</param>
    /// <param name="write">Fills the new file. File system errors are wrapped; other exceptions are rethrown.</param>
    /// <exception cref="CheckpointException">
    /// The file cannot be written, is not a regular file, or another writer is writing it. The old file is unchanged.
    /// </exception>
    internal static void WriteHandle(string path, Action<SafeFileHandle> write)
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

    /// <summary>Checks a path before the work whose result <see cref="WriteHandle"/> will store there.</summary>
    /// <param name="path">The file to create or replace.</param>
    /// <exception cref="CheckpointException">
    /// The path is a folder or not a regular file, or its folder does not exist.
    /// </exception>
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

    /// <summary>Deletes a partial file that a killed writer left behind, but not one that is being written.</summary>
    /// <param name="partial">A file that ends in <see cref="PartialSuffix"/>.</param>
    internal static void DeleteAbandoned(string partial)
    {
        try
        {
            using var folder = new Folder(Path.GetDirectoryName(Path.GetFullPath(partial))!);
            folder.RunLocked(() =>
            {
                if (FileKind.NotFileItself(partial) is not null)
                {
                    return;
                }

                // Opening succeeds only if nobody is writing the file.
                File.OpenHandle(partial, FileMode.Open, FileAccess.Write, FileShare.None).Dispose();
                TryDelete(partial);
            });
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // The file is being written, or it no longer exists.
        }
    }

    private static CheckpointException Failure(string path, Exception error) =>
        new(path, null, $"cannot be written; the old file, if any, is unchanged: {error.Message}", error);

    private static (string Target, string Folder) CheckedTarget(string path)
    {
        if (FileKind.NotFile(path) is string kind)
        {
            throw new CheckpointException(path, null, $"cannot be written: this is {kind}, not a file.");
        }

        string target = ResolveLink(path);
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

        // The lock on the partial file ends before the rename. Without the folder lock, a second writer could open the partial
        // file in between. Its half-written file would be renamed, or it would truncate the finished target.
        SafeFileHandle file = null!;
        folder.RunLocked(() => file = Open(path, partial));
        bool renamed = false;
        try
        {
            KeepPermissions(file, target); // Before any data, so that a private file is never readable by others.
            write(file);
            RandomAccess.FlushToDisk(file);
            folder.RunLocked(() =>
            {
                file.Dispose(); // Before the rename: the handle's lock would block readers of the new file.
                File.Move(partial, target, overwrite: true);
            });
            renamed = true;
        }
        finally
        {
            if (!renamed)
            {
                folder.RunLocked(() =>
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
            throw new CheckpointException(path, null, $"is written, but the rename may be lost in a power failure: {error.Message}", error);
        }
    }

    private static SafeFileHandle Open(string path, string partial)
    {
        if (FileKind.NotFileItself(partial) is string kind)
        {
            // A link would redirect the write to any file, and a pipe would block it.
            throw new CheckpointException(path, null, $"cannot be written: '{partial}' is in the way, which is {kind}.");
        }

        try
        {
            return File.OpenHandle(partial, FileMode.Create, FileAccess.Write, FileShare.None);
        }
        catch (IOException error) when (FileInUse.IsCause(error))
        {
            throw new CheckpointException(path, null, $"cannot be written: another writer is already writing '{partial}'.", error);
        }
        catch (UnauthorizedAccessException error)
        {
            string reason = Directory.Exists(partial) ? $"the folder '{partial}' is in the way" : $"there is no permission to create '{partial}'";
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

    /// <summary>Deletes a partial file. Ignores errors, which would hide the original failure.</summary>
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

    /// <summary>The final target of a link, which need not exist; the path itself if it is not a link.</summary>
    private static string ResolveLink(string path)
    {
        var file = new FileInfo(path);
        return file.LinkTarget is null ? path : file.ResolveLinkTarget(returnFinalTarget: true)?.FullName ?? path;
    }
}
