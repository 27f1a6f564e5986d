namespace Dcgan.Images.Files;

/// <summary>Image files in a folder and its subfolders.</summary>
internal sealed class FolderStore : IFileStore
{
    private readonly string folder;

    /// <summary>Lists the files.</summary>
    /// <inheritdoc cref="FolderWalk(string, string?, CancellationToken)"/>
    public FolderStore(string folder, string? excluded, CancellationToken stop)
    {
        this.folder = folder;
        var walk = new FolderWalk(folder, excluded, stop);
        var listing = ImageListing.Of(walk.Files);
        Names = listing.Names;
        Folders = walk.Folders;
        Notes = [.. walk.Unreadable, .. listing.Notes];
    }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<string> Folders { get; }

    public IReadOnlyList<string> Notes { get; }

    public (long Length, long Change) Stamp(int index)
    {
        FileInfo file = FileTarget.Of(Path.Combine(folder, Names[index]));
        return (file.Length, file.LastWriteTimeUtc.Ticks);
    }

    public byte[] Read(int index) => ImageBytes.Read(Path.Combine(folder, Names[index]));

    public void Dispose()
    {
    }
}
