using System.Diagnostics;

namespace Dcgan.Core.Tests;

/// <summary>A temporary folder for one test, deleted on disposal.</summary>
internal sealed class TestFolder : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("dcgan-test-");

    internal string Path => folder.FullName;

    internal IEnumerable<string> Names => folder.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal);

    internal string this[string name] => System.IO.Path.Combine(folder.FullName, name);

    /// <summary>Writes <c>file.safetensors</c> and returns its path.</summary>
    internal string Holding(byte[] bytes)
    {
        string path = this["file.safetensors"];
        File.WriteAllBytes(path, bytes);
        return path;
    }

    /// <summary>Makes a named pipe and returns its path.</summary>
    internal string MakePipe(string name)
    {
        using Process mkfifo = Process.Start("mkfifo", [this[name]]);
        mkfifo.WaitForExit();
        return mkfifo.ExitCode == 0 ? this[name] : throw new InvalidOperationException($"mkfifo {this[name]} failed.");
    }

    public void Dispose() => folder.Delete(recursive: true);
}
