namespace Dcgan.Images.Files;

/// <summary>Reads whole image files, up to a size limit.</summary>
internal static class ImageBytes
{
    /// <summary>Maximum size of a file: 256 MiB, far above the size of photos.</summary>
    public const int MaxLength = 1 << 28;

    /// <summary>Checks the size of a file before its content is read.</summary>
    /// <exception cref="InvalidDataException">The file is too large.</exception>
    public static void CheckLength(long length)
    {
        if (length > MaxLength)
        {
            throw new InvalidDataException($"An image file must have at most {MaxLength} bytes, but this file has {length}.");
        }
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="InvalidDataException">The file is too large, empty, or not a regular file.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the file.</exception>
    public static byte[] Read(string path)
    {
        long length = FileTarget.Of(path).Length;
        if (length == 0)
        {
            throw new InvalidDataException("The file is empty or not a regular file.");
        }

        CheckLength(length);
        return File.ReadAllBytes(path);
    }
}
