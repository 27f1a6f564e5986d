namespace TrainFaces.Data.ImageFiles;

/// <summary>Image files in a folder and its subfolders.</summary>
internal sealed class FolderStore : IFileStore
{
    private readonly string folder;
    private readonly string[] names;

    public FolderStore(string folder)
    {
        this.folder = folder;
        var options = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        names = [.. Directory.EnumerateFiles(folder, "*", options)
            .Where(ImageNames.IsImage)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Names => names;

    public byte[] Read(int index) => File.ReadAllBytes(Path.Combine(folder, names[index]));

    public void Dispose()
    {
    }
}
