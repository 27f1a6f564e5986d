using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core;

/// <summary>
/// A folder as Unix has it, a file of its own: what is renamed in it is on the disk once it has been flushed, and its lock
/// keeps programs apart. Windows has neither and needs neither; there, and where the folder cannot be opened, all this
/// does nothing.
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

    /// <summary>Runs something while no other program, nor thread, runs something in this folder.</summary>
    internal void Alone(Action action)
    {
        // Where the file system has no locks there is nothing better to do than to go on without.
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

    /// <summary>Returns once the names in the folder are on the disk.</summary>
    /// <exception cref="IOException">The disk fails.</exception>
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
