using System.IO.Compression;

namespace TrainFaces.Output;

/// <summary>Many picture files, in a folder or in a zip archive.</summary>
internal static class PictureSet
{
    // Zip keeps a time for each file. One that never changes makes the same pictures the same archive.
    private static readonly DateTimeOffset NoTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the files, into an archive where the path ends with ".zip".</summary>
    /// <param name="path">An archive is replaced; a folder may be there, but without files in it.</param>
    /// <param name="files">Each file's name and content.</param>
    /// <exception cref="SampleException">There are files in the folder.</exception>
    public static void Write(string path, IEnumerable<(string Name, byte[] Content)> files)
    {
        if (path.EndsWith(".zip", StringComparison.OrdinalIgnoreCase))
        {
            WriteArchive(path, files);
        }
        else
        {
            WriteFolder(path, files);
        }
    }

    private static void WriteFolder(string path, IEnumerable<(string Name, byte[] Content)> files)
    {
        // Among other files these would be a data set with strangers in it.
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new SampleException($"--out {path}: expected a new folder or an empty one, or a name that ends with .zip, but there are files in it.");
        }

        Directory.CreateDirectory(path);
        foreach (var (name, content) in files)
        {
            File.WriteAllBytes(Path.Combine(path, name), content);
        }
    }

    private static void WriteArchive(string path, IEnumerable<(string Name, byte[] Content)> files)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, file =>
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, content) in files)
            {
                // A PNG is compressed already.
                var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
                entry.LastWriteTime = NoTime;
                using var picture = entry.Open();
                picture.Write(content);
            }
        });
    }
}
