using Dcgan.Core;
using Dcgan.Images.Files;

namespace TrainFaces.Measuring;

/// <summary>A file in the user's cache folder that a later evaluation may use.</summary>
internal static class CacheFile
{
    /// <summary>The folder of all caches: <c>dcgan/features</c> in the system's folder for caches; null if there is none.</summary>
    public static string? Folder
    {
        get
        {
            string root = Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } caches ? caches
                : OperatingSystem.IsWindows() ? Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData)
                : Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) is not { Length: > 0 } home ? string.Empty
                : Path.Combine(home, OperatingSystem.IsMacOS() ? "Library/Caches" : ".cache");
            return root.Length > 0 ? Path.Combine(root, "dcgan", "features") : null;
        }
    }

    /// <summary>Reads a file.</summary>
    /// <returns>The content; null if there is none, or if it cannot be read.</returns>
    public static byte[]? Read(string path)
    {
        try
        {
            return File.Exists(path) && FileTarget.Of(path).Length > 0 ? File.ReadAllBytes(path) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    /// <summary>Writes a file. If it cannot be written, that is only a warning.</summary>
    /// <param name="path">The file. Its folder is created.</param>
    /// <param name="what">What the file keeps, for the warning.</param>
    /// <param name="write">Writes the content.</param>
    /// <param name="warn">Receives the warning.</param>
    public static void Write(string path, string what, Action<Stream> write, Action<string> warn)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.Write(path, write);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or CheckpointException)
        {
            warn($"{what} cannot be kept for the next evaluation. {error.Message}");
        }
    }
}
