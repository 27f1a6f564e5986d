namespace Dcgan.Images.Files;

/// <summary>Finds the file that a path leads to, without opening it.</summary>
internal static class FileTarget
{
    /// <summary>
    /// The file, with links followed: the size and the time of a link are those of the link itself. The size is 0 for pipes and devices,
    /// which must not be opened: a pipe waits for a writer, and a device may never end.
    /// </summary>
    /// <exception cref="IOException">The links form a loop.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the folder.</exception>
    public static FileInfo Of(string path)
    {
        var file = new FileInfo(path);
        return new FileInfo((file.ResolveLinkTarget(returnFinalTarget: true) ?? file).FullName);
    }
}
