using System.IO.Compression;

namespace TrainFaces.Data.ImageFiles;

/// <summary>A zip archive, read where it lies; nothing is extracted to disk.</summary>
internal sealed class ZipStore : IFileStore
{
    private readonly Lock reading = new();
    private readonly ZipArchive archive;
    private readonly ZipArchiveEntry[] entries;

    /// <exception cref="InvalidDataException">The file is not a zip archive.</exception>
    public ZipStore(string path)
    {
        archive = ZipFile.OpenRead(path);
        entries = [.. archive.Entries
            .Where(entry => ImageNames.IsImage(entry.FullName))
            .OrderBy(entry => entry.FullName, StringComparer.Ordinal)];
        Names = [.. entries.Select(entry => entry.FullName)];
    }

    public IReadOnlyList<string> Names { get; }

    public byte[] Read(int index)
    {
        // An archive has one position in one stream; only decoding the image runs side by side.
        lock (reading)
        {
            using var content = entries[index].Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        }
    }

    public void Dispose() => archive.Dispose();
}
