namespace Dcgan.Core;

/// <summary>
/// The files of a run, as far as its trainer knows them: the file that it was loaded from, and the files that it has saved since.
/// Thread-safe.
/// </summary>
internal sealed class RunFiles
{
    private readonly Lock guard = new();
    private readonly HashSet<string> saved = new(StringComparer.Ordinal);
    private readonly HashSet<string> folders = new(StringComparer.Ordinal);
    private string? loadedDigest;

    /// <summary>Whether the trainer has saved this file since it was loaded.</summary>
    /// <param name="path">Full path.</param>
    internal bool HasSaved(string path)
    {
        lock (guard)
        {
            return saved.Contains(path);
        }
    }

    /// <summary>Whether a directory of checkpoints has saved the run in this folder.</summary>
    /// <param name="folder">Full path.</param>
    internal bool HasSavedIn(string folder)
    {
        lock (guard)
        {
            return folders.Contains(folder);
        }
    }

    /// <summary>Whether the trainer was loaded from a file with this data.</summary>
    /// <param name="digest">Digest of the data; null if the file has none.</param>
    internal bool IsLoadedFrom(string? digest)
    {
        lock (guard)
        {
            return digest is not null && digest == loadedDigest;
        }
    }

    internal void Saved(string path)
    {
        lock (guard)
        {
            _ = saved.Add(Path.GetFullPath(path));
        }
    }

    internal void SavedIn(string folder)
    {
        lock (guard)
        {
            _ = folders.Add(folder);
        }
    }

    /// <summary>Notes that the trainer now holds the run of a file. Its folders stay known if it is one of its own files.</summary>
    /// <param name="path">Full path.</param>
    /// <param name="digest">Digest of the data; null if the file has none.</param>
    internal void Loaded(string path, string? digest)
    {
        lock (guard)
        {
            if (!saved.Contains(path))
            {
                folders.Clear();
            }

            saved.Clear();
            loadedDigest = digest;
        }
    }
}
