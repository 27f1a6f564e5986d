namespace TrainFaces.Data.ImageFiles;

/// <summary>Reads a single image file given on the command line.</summary>
internal static class ImageFile
{
    /// <summary>Reads and converts an image in the same way as training images.</summary>
    /// <exception cref="SampleException">The file cannot be read or is not an image.</exception>
    public static void Read(string path, ImageFormat format, Span<byte> pixels)
    {
        if (!ImageDecoder.TryDecode(Bytes(path), format, pixels, out string? problem))
        {
            throw new SampleException($"--image {path}: cannot be used, because {problem}.");
        }
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return ImageBytes.Read(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException && !Directory.Exists(path))
        {
            throw new SampleException($"--image {path}: the file does not exist.", error);
        }
        catch (Exception error) when (error is IOException or InvalidDataException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SampleException($"--image {path}: cannot read the file. {error.Message}", error);
        }
    }
}
