namespace Dcgan.Core.Tests;

/// <summary>A folder of a test's own, gone when the test is over.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dcgan-");

    /// <summary>The path of a file in it.</summary>
    internal string this[string name] => System.IO.Path.Combine(folder.FullName, name);

    internal string Path => folder.FullName;

    public void Dispose() => folder.Delete(recursive: true);
}
