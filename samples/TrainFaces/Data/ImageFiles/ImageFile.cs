namespace TrainFaces.Data.ImageFiles;

/// <summary>One image from a file that the user names.</summary>
internal static class ImageFile
{
    /// <summary>As training images are read.</summary>
    /// <exception cref="SampleException">It cannot be read, or is no image.</exception>
    public static void Read(string path, ImageFormat format, Span<byte> pixels)
    {
        if (!ImageDecoder.TryDecode(Bytes(path), format, pixels))
        {
            throw new SampleException($"--image {path}: not a complete JPEG or PNG image.");
        }
    }

    private static byte[] Bytes(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new SampleException($"--image {path}: there is no such file.", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new SampleException($"--image {path}: cannot be read. {error.Message}", error);
        }
    }
}
