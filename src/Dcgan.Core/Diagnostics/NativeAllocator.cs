using System.Runtime.InteropServices;

namespace Dcgan.Core;

/// <summary>Configures the native allocator of the process, for <see cref="NativeBackend.KeepMemory"/>.</summary>
internal static partial class NativeAllocator
{
    // glibc's malloc.h: M_TRIM_THRESHOLD and M_MMAP_MAX.
    private const int TrimThreshold = -1;
    private const int MmapMax = -4;
    private const int Never = -1;

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

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetOption(int option, int value);
}
