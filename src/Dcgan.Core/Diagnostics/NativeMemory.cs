using System.Runtime.InteropServices;

namespace Dcgan.Core;

/// <summary>How the process's native allocator treats the large blocks that every training step takes and returns.</summary>
public static partial class NativeMemory
{
    private const int TrimThreshold = -1;
    private const int MmapMax = -4;
    private const int Never = -1;

    /// <summary>
    /// Keeps freed native memory in the process instead of giving it back to the system. glibc returns every block above
    /// 32 MB at once, and the system must clear each page of the next one anew, which costs a training step of the
    /// reference's networks a fifth of its time or more.
    /// </summary>
    /// <remarks>
    /// A setting of the whole process, for good, so the host decides: call it once, at the start, in a program whose work is
    /// training or sampling. The process's size then stays at its peak. The same as the environment's
    /// <c>MALLOC_MMAP_MAX_=0 MALLOC_TRIM_THRESHOLD_=-1</c>.
    /// </remarks>
    /// <returns>Whether it took effect: true on Linux with glibc; false elsewhere, where it does nothing.</returns>
    public static bool Keep()
    {
        if (!OperatingSystem.IsLinux())
        {
            return false;
        }

        try
        {
            return SetAllocatorOption(MmapMax, 0) == 1 && SetAllocatorOption(TrimThreshold, Never) == 1;
        }
        catch (EntryPointNotFoundException)
        {
            return false; // musl has no mallopt.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetAllocatorOption(int option, int value);
}
