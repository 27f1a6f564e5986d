namespace TrainFaces.Output;

/// <summary>Writes files atomically: if the process ends during a write, an existing file keeps its content and a new file does not appear.</summary>
internal static class AtomicFile
{
    /// <summary>Writes a file atomically.</summary>
    public static void Write(string path, byte[] content) => Write(path, file => file.Write(content));

    /// <summary>Writes a file atomically from a stream.</summary>
    /// <param name="path">The path of the file. An existing file is replaced.</param>
    /// <param name="write">Writes the content.</param>
    public static void Write(string path, Action<Stream> write)
    {
        string partial = path + ".part";
        try
        {
            using (var file = new FileStream(partial, FileMode.Create, FileAccess.Write))
            {
                write(file);
                file.Flush(flushToDisk: true);
            }

            File.Move(partial, path, overwrite: true);
        }
        finally
        {
            // The file exists only after a failed write; a successful write has renamed it.
            if (File.Exists(partial))
            {
                File.Delete(partial);
            }
        }
    }
}
