namespace Dcgan.Core.Tests.Checkpoints;

/// <summary>A folder of a test's own, gone with it.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dcgan-test-");

    internal string Path => folder.FullName;

    internal IEnumerable<string> Names => folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal);

    internal string this[string name] => System.IO.Path.Combine(folder.FullName, name);

    internal string Holding(byte[] bytes)
    {
        string path = this["file.safetensors"];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    public void Dispose() => folder.Delete(recursive: true);
}
