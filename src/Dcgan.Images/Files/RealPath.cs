namespace Dcgan.Images.Files;

/// <summary>Finds out whether two paths lead to the same folder.</summary>
internal static class RealPath
{
    // As in Linux. A chain of this many links is a loop.
    private const int MaxLinks = 40;

    /// <summary>Compares paths as the file system does by default.</summary>
    public static StringComparison Comparison { get; } =
        OperatingSystem.IsWindows() || OperatingSystem.IsMacOS() ? StringComparison.OrdinalIgnoreCase : StringComparison.Ordinal;

    /// <summary>The absolute path without symbolic links. Parts that do not exist are kept.</summary>
    /// <exception cref="IOException">The links form a loop.</exception>
    public static string Of(string path)
    {
        string full = Path.GetFullPath(path);
        string current = Path.GetPathRoot(full)!;
        var parts = new Stack<string>(Parts(full[current.Length..]));
        int links = 0;
        while (parts.TryPop(out string? part))
        {
            string next = Path.Combine(current, part);
            if (new DirectoryInfo(next).LinkTarget is not { } target)
            {
                current = next;
                continue;
            }

            if (++links > MaxLinks)
            {
                throw new IOException($"Too many symbolic links in {path}.");
            }

            string resolved = Path.GetFullPath(target, current);
            current = Path.GetPathRoot(resolved)!;
            foreach (string name in Parts(resolved[current.Length..]))
            {
                parts.Push(name);
            }
        }

        return current;
    }

    /// <summary>Whether a folder is another folder or lies below it. Both paths are real paths.</summary>
    public static bool IsWithin(string path, string folder) =>
        path.Equals(folder, Comparison) || path.StartsWith(Path.EndsInDirectorySeparator(folder) ? folder : folder + Path.DirectorySeparatorChar, Comparison);

    // The last part comes first, as a stack needs it.
    private static IEnumerable<string> Parts(string path) =>
        path.Split(Path.DirectorySeparatorChar, StringSplitOptions.RemoveEmptyEntries).Reverse();
}
