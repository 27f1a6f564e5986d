using System.IO.Compression;
using Dcgan.Core;

namespace TrainFaces.Output;

/// <summary>Writes many image files to a folder or a zip archive.</summary>
internal static class PictureSet
{
    // A zip archive stores a time for each file. A constant time makes archives of the same images bit-identical.
    private static readonly DateTimeOffset FixedTime = new(1980, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Writes the files, to an archive if the path ends in ".zip" and to a folder otherwise.</summary>
    /// <param name="path">The path of the archive or folder. There must be no such archive; an existing folder must be empty.</param>
    /// <param name="files">Each file's name and content.</param>
    /// <param name="count">Number of files.</param>
    /// <param name="progress">Receives the fraction of the files that are written.</param>
    /// <exception cref="SampleException">The archive exists, or the folder is not empty.</exception>
    public static void Write(string path, IEnumerable<(string Name, byte[] Content)> files, int count, IProgress<double> progress)
    {
        files = files.Select((file, index) =>
        {
            progress.Report((double)(index + 1) / count);
            return file;
        });
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
        // Other files in the folder would become part of the data set.
        if (Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any())
        {
            throw new SampleException($"--out {path}: must be a new or empty folder, or end in .zip, but is a folder that contains files.");
        }

        bool isNew = !Directory.Exists(path);
        Directory.CreateDirectory(path);
        var written = new List<string>();
        try
        {
            foreach (var (name, content) in files)
            {
                written.Add(Path.Combine(path, name));
                File.WriteAllBytes(written[^1], content);
            }
        }
        catch
        {
            // A part of the files would look like a complete data set.
            written.ForEach(File.Delete);
            if (isNew)
            {
                Directory.Delete(path);
            }

            throw;
        }
    }

    private static void WriteArchive(string path, IEnumerable<(string Name, byte[] Content)> files)
    {
        // It may hold other images, which took long to collect.
        if (Path.Exists(path))
        {
            throw new SampleException($"--out {path}: exists already; use another name.");
        }

        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        AtomicFile.Write(path, file =>
        {
            using var archive = new ZipArchive(file, ZipArchiveMode.Create, leaveOpen: true);
            foreach (var (name, content) in files)
            {
                // PNG files are already compressed.
                var entry = archive.CreateEntry(name, CompressionLevel.NoCompression);
                entry.LastWriteTime = FixedTime;
                using var stream = entry.Open();
                stream.Write(content);
            }
        });
    }
}
