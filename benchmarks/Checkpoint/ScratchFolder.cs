namespace Dcgan.Benchmarks;

/// <summary>A new folder, which goes with all that is in it.</summary>
internal sealed class ScratchFolder : IDisposable
{
    private readonly DirectoryInfo folder;

    internal ScratchFolder(DirectoryInfo parent) =>
        folder = parent.CreateSubdirectory($"dcgan-benchmark-{Path.GetRandomFileName()}");

    /// <summary>What the folder lies on, such as ext4; on tmpfs there is no disk at all.</summary>
    internal string FileSystem => new DriveInfo(folder.FullName).DriveFormat;

    /// <summary>A file's path.</summary>
    internal string this[string name] => Path.Combine(folder.FullName, name);

    public void Dispose() => folder.Delete(recursive: true);
}
