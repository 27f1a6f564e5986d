using System.IO.Compression;
using System.IO.Hashing;

namespace Dcgan.Images.Files;

/// <summary>Image files in a zip archive. They are read directly from the archive, without extraction to disk.</summary>
internal sealed class ZipStore : IFileStore
{
    private readonly Lock readLock = new();
    private readonly ZipArchive archive;
    private readonly ZipArchiveEntry[] entries;

    /// <summary>Opens an archive.</summary>
    /// <exception cref="InvalidDataException">The file is not a complete zip archive. The message completes a sentence that begins with the path.</exception>
    public ZipStore(string path)
    {
        archive = Open(path, out var all);
        var listing = ImageListing.Of([.. all.Select(entry => entry.FullName.Replace('\\', '/'))], index => all[index].IsEncrypted);
        entries = [.. listing.Files.Select(index => all[index])];
        Names = listing.Names;
        Folders = [.. all.SelectMany(entry => FoldersAbove(entry.FullName.Replace('\\', '/'))).Distinct()];
        Notes = listing.Notes;
    }

    public IReadOnlyList<string> Names { get; }

    public IReadOnlyList<string> Folders { get; }

    public IReadOnlyList<string> Notes { get; }

    public (long Length, long Change) Stamp(int index) => (entries[index].Length, entries[index].Crc32);

    public byte[] Read(int index)
    {
        var entry = entries[index];
        ImageBytes.CheckLength(entry.Length);
        byte[] bytes = new byte[entry.Length];

        // An archive has only one stream with one position, so reads cannot run in parallel. Decoding can.
        lock (readLock)
        {
            using var content = entry.Open();

            // Never reads more than the declared size: a small entry can expand to gigabytes.
            if (content.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length || content.ReadByte() >= 0)
            {
                throw new InvalidDataException($"Its content does not have the {entry.Length} bytes that the zip archive declares, so the archive is damaged.");
            }
        }

        return Crc32.HashToUInt32(bytes) == entry.Crc32
            ? bytes
            : throw new InvalidDataException("Its content does not match its checksum (CRC-32), so the zip archive is damaged.");
    }

    public void Dispose() => archive.Dispose();

    // Many archives have no entries for folders.
    private static IEnumerable<string> FoldersAbove(string entry)
    {
        for (int end = entry.IndexOf('/'); end > 0; end = entry.IndexOf('/', end + 1))
        {
            if (!ImageNames.IsBelowHidden(entry[..end]))
            {
                yield return entry[..end];
            }
        }
    }

    private static ZipArchive Open(string path, out IReadOnlyList<ZipArchiveEntry> entries)
    {
        // Opening a pipe would wait for a writer. Pipes and devices have the size 0.
        if (new FileInfo(RealPath.Of(path)).Length == 0)
        {
            throw new InvalidDataException("must be a folder or a zip archive, but is an empty file or not a regular file.");
        }

        ZipArchive? archive = null;
        try
        {
            archive = ZipFile.OpenRead(path);
            entries = archive.Entries;
            return archive;
        }
        catch (InvalidDataException error)
        {
            archive?.Dispose();
            throw new InvalidDataException(
                StartsWithZipSignature(path)
                    ? $"the zip archive is cut off or damaged; copy or download it again. {error.Message}"
                    : "must be a folder or a zip archive.",
                error);
        }
    }

    private static bool StartsWithZipSignature(string path)
    {
        Span<byte> start = stackalloc byte[2];
        using var file = File.OpenRead(path);
        return file.ReadAtLeast(start, start.Length, throwOnEndOfStream: false) == start.Length && start.SequenceEqual("PK"u8);
    }
}
