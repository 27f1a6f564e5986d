using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core;

/// <summary>
/// An open folder on Unix: flushing it makes renames durable, and its lock excludes other writers. There is no lock and nothing
/// to flush on Windows, which neither needs nor offers them, or if the folder cannot be opened.
/// </summary>
internal sealed partial class Folder : IDisposable
{
    private const int ReadOnly = 0;
    private const int CloseOnExecLinux = 0x80000;
    private const int CloseOnExecMacOS = 0x1000000;
    private const int LockExclusive = 2;
    private const int Unlock = 8;

    private readonly SafeFileHandle? folder;

    internal Folder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var opened = new SafeFileHandle(
            Open(path, ReadOnly | (OperatingSystem.IsMacOS() ? CloseOnExecMacOS : CloseOnExecLinux)), ownsHandle: true);
        folder = opened.IsInvalid ? null : opened;
    }

    /// <summary>Runs an action under the folder's exclusive lock, which excludes other processes and other threads.</summary>
    internal void RunLocked(Action action)
    {
        // Errors are ignored: on a file system without locks, the only choice is to continue without a lock.
        _ = folder is null ? 0 : Lock(folder, LockExclusive);
        try
        {
            action();
        }
        finally
        {
            _ = folder is null ? 0 : Lock(folder, Unlock);
        }
    }

    /// <summary>Flushes the folder's file names to disk.</summary>
    /// <exception cref="IOException">The disk reports an error.</exception>
    internal void Flush()
    {
        if (folder is not null)
        {
            RandomAccess.FlushToDisk(folder);
        }
    }

    public void Dispose() => folder?.Dispose();

    [LibraryImport("libc", EntryPoint = "open", StringMarshalling = StringMarshalling.Utf8, SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Lock(SafeFileHandle file, int operation);
}
