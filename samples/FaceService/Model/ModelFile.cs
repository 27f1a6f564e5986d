using System.Security.Cryptography;
using Dcgan.Images.Files;

namespace FaceService.Model;

/// <summary>The content of a model file. It is read only once, so that the digest always matches the loaded bytes.</summary>
/// <param name="Name">The file name, for error messages.</param>
/// <param name="Bytes">The file's content.</param>
/// <param name="Digest">SHA-256 of the content, in hexadecimal.</param>
internal sealed record ModelFile(string Name, byte[] Bytes, string Digest)
{
    /// <summary>Reads a file and computes its digest.</summary>
    /// <exception cref="StartException">The file does not exist, is empty, is a pipe or a device, or cannot be read.</exception>
    public static ModelFile Read(string path)
    {
        try
        {
            if (File.Exists(path) && FileTarget.Of(path).Length == 0)
            {
                throw new StartException($"--model: file \"{path}\" is empty or not a regular file.");
            }

            byte[] bytes = File.ReadAllBytes(path);
            return new ModelFile(Path.GetFileName(path), bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StartException($"--model: file \"{path}\" does not exist.", exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartException($"--model: cannot read file \"{path}\"; check the path and the permissions.", exception);
        }
    }
}
