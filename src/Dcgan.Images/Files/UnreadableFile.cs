namespace Dcgan.Images.Files;

/// <summary>Distinguishes unreadable files from faults of the program.</summary>
internal static class UnreadableFile
{
    /// <summary>Whether an exception means that a file cannot be read. A missing assembly also throws an <see cref="IOException"/>.</summary>
    public static bool IsCause(Exception error) => error switch
    {
        FileLoadException => false,
        FileNotFoundException { FileName: { } name } => !name.Contains(", Version=", StringComparison.Ordinal) || name.Contains(Path.DirectorySeparatorChar),
        _ => error is IOException or InvalidDataException or UnauthorizedAccessException,
    };
}
