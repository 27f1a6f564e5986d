using Dcgan.Images.Files;

namespace TrainFaces.Output;

/// <summary>Reads small files completely, but nothing that could block or never end.</summary>
internal static class RegularFile
{
    /// <summary>Reads a file.</summary>
    /// <param name="path">The path of the file. Links are followed.</param>
    /// <param name="option">The command-line option that needs the file, for error messages.</param>
    /// <returns>The content; null if there is no such file.</returns>
    /// <exception cref="SampleException">The file cannot be read, is empty, or is a pipe or a device.</exception>
    public static byte[]? Read(string path, string option)
    {
        try
        {
            return !File.Exists(path) ? null
                : FileTarget.Of(path).Length > 0 ? File.ReadAllBytes(path)
                : throw new SampleException($"{option}: {path} is empty or not a regular file.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SampleException($"{option}: cannot read {path}. {error.Message}", error);
        }
    }
}
