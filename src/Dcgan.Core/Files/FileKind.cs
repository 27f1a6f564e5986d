using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Dcgan.Core;

/// <summary>
/// Tells files from devices, pipes and sockets, which .NET opens like files: reading a pipe waits for a writer, and replacing a
/// device destroys it for all programs.
/// </summary>
internal static partial class FileKind
{
    // Constants of POSIX, and of Linux's statx.
    private const int TypeMask = 0xF000;
    private const int CurrentFolder = -100;
    private const int NoFollow = 0x100;
    private const uint TypeOnly = 1;
    private const int StatSize = 256;
    private const int LinuxModeOffset = 28;
    private const int MacOSModeOffset = 4;

    /// <summary>What is at a path if it is neither a file nor a folder, such as "a pipe"; null if it is, or if nothing is there.</summary>
    /// <param name="path">The path; links are followed.</param>
    internal static string? NotFile(string path) => OperatingSystem.IsWindows()
        ? path.StartsWith(@"\\.\", StringComparison.Ordinal) ? "a device" : null
        : Name(Mode(path, followLink: true));

    /// <summary>What is at a path, without following links: "a link", "a pipe" and so on; null for a file, a folder or nothing.</summary>
    internal static string? NotFileItself(string path) => OperatingSystem.IsWindows() ? NotFile(path) : Name(Mode(path, followLink: false));

    private static string? Name(int? mode) => (mode & TypeMask) switch
    {
        null or 0x8000 or 0x4000 => null,
        0xA000 => "a link",
        0x1000 => "a pipe",
        0xC000 => "a socket",
        _ => "a device",
    };

    /// <summary>The st_mode of a path; null if it cannot be read, for example because nothing is there.</summary>
    private static int? Mode(string path, bool followLink)
    {
        Span<byte> buffer = stackalloc byte[StatSize];
        bool isMacOS = OperatingSystem.IsMacOS();
        int result = !isMacOS ? StatX(CurrentFolder, path, followLink ? 0 : NoFollow, TypeOnly, buffer)
            : followLink ? Stat(path, buffer)
            : LinkStat(path, buffer);
        return result == 0 ? BinaryPrimitives.ReadUInt16LittleEndian(buffer[(isMacOS ? MacOSModeOffset : LinuxModeOffset)..]) : null;
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int StatX(int folder, string path, int flags, uint mask, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "stat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Stat(string path, Span<byte> buffer);

    [LibraryImport("libc", EntryPoint = "lstat", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int LinkStat(string path, Span<byte> buffer);
}
