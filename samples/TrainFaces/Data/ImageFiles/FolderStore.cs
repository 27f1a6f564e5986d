namespace TrainFaces.Data.ImageFiles;

/// <summary>A folder and all folders below it.</summary>
internal sealed class FolderStore : IFileStore
{
    private readonly string _folder;
    private readonly string[] _names;

    public FolderStore(string folder)
    {
        _folder = folder;
        var everyFolder = new EnumerationOptions { RecurseSubdirectories = true, IgnoreInaccessible = true };
        _names = [.. Directory.EnumerateFiles(folder, "*", everyFolder)
            .Where(ImageNames.IsImage)
            .Select(path => Path.GetRelativePath(folder, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];
    }

    public IReadOnlyList<string> Names => _names;

    public byte[] Read(int index) => File.ReadAllBytes(Path.Combine(_folder, _names[index]));

    public void Dispose()
    {
    }
}
