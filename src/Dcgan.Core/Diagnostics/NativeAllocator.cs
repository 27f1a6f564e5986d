using System.Runtime.InteropServices;

namespace Dcgan.Core;

/// <summary>Configures the native memory of the process.</summary>
internal static partial class NativeAllocator
{
    // glibc's malloc.h: M_TRIM_THRESHOLD and M_MMAP_MAX.
    private const int TrimThreshold = -1;
    private const int MmapMax = -4;
    private const int Never = -1;

    private const int HugePages = 14; // MADV_HUGEPAGE of Linux' mman.h

    /// <summary>Stops glibc from returning freed memory to the operating system.</summary>
    /// <returns>Whether the setting took effect; false on systems without glibc.</returns>
    internal static bool KeepFreedMemory()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return SetOption(MmapMax, 0) == 1 && SetOption(TrimThreshold, Never) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // musl has no mallopt.
        }
    }

    /// <summary>
    /// Asks Linux for pages of 2 MB instead of 4 kB in a block. Transforms of tiles write to 36 places at a time, each on another page: with
    /// small pages, most writes miss the translation lookaside buffer.
    /// </summary>
    /// <param name="address">Start of the block.</param>
    /// <param name="bytes">Size of the block.</param>
    internal static void PreferHugePages(nint address, long bytes)
    {
        long page = Environment.SystemPageSize;
        long start = (address + page - 1) / page * page;
        long end = (address + bytes) / page * page;
        if (!OperatingSystem.IsLinux() || end <= start)
        {
            return;
        }

        try
        {
            _ = Advise((nint)start, (nint)(end - start), HugePages); // Fails if the system has no huge pages.
        }
        catch (EntryPointNotFoundException)
        {
            // The pages stay small.
        }
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Advise(nint address, nint bytes, int advice);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
