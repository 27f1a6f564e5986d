using System.Security.Cryptography;

namespace FaceService.Model;

/// <summary>A model file's bytes, read once: what is digested is what is loaded.</summary>
/// <param name="Name">The file's name, for messages.</param>
/// <param name="Bytes">All of it.</param>
/// <param name="Digest">SHA-256 in hexadecimal.</param>
internal sealed record ModelFile(string Name, byte[] Bytes, string Digest)
{
    /// <param name="path">The file.</param>
    /// <exception cref="StartException">It cannot be read.</exception>
    public static ModelFile Read(string path)
    {
        try
        {
            byte[] bytes = File.ReadAllBytes(path);
            return new ModelFile(Path.GetFileName(path), bytes, Convert.ToHexStringLower(SHA256.HashData(bytes)));
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new StartException($"--model: there is no file \"{path}\".", missing);
        }
        catch (Exception failure) when (failure is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new StartException($"--model: the file \"{path}\" cannot be read.", failure);
        }
    }
}
