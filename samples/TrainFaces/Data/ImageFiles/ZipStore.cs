using System.IO.Compression;

namespace TrainFaces.Data.ImageFiles;

/// <summary>Image files in a zip archive. They are read directly from the archive, without extraction to disk.</summary>
internal sealed class ZipStore : IFileStore
{
    private readonly Lock readLock = new();
    private readonly ZipArchive archive;
    private readonly ZipArchiveEntry[] entries;

    /// <summary>Opens an archive.</summary>
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
        // An archive has only one stream with one position, so reads cannot run in parallel. Decoding can.
        lock (readLock)
        {
            using var content = entries[index].Open();
            using var bytes = new MemoryStream();
            content.CopyTo(bytes);
            return bytes.ToArray();
        }
    }

    public void Dispose() => archive.Dispose();
}
