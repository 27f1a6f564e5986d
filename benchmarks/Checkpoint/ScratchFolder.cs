namespace Dcgan.Benchmarks;

/// <summary>A new folder that is deleted with its contents on dispose.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo folder;

    internal ScratchFolder(DirectoryInfo parent) =>
        folder = parent.CreateSubdirectory($"dcgan-benchmark-{Path.GetRandomFileName()}");

    /// <summary>File system of the folder, such as ext4; tmpfs means that no disk is involved.</summary>
    internal string FileSystem => new DriveInfo(folder.FullName).DriveFormat;

    /// <summary>Path of a file in the folder.</summary>
    internal string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
