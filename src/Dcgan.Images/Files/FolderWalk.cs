using System.IO.Enumeration;

namespace Dcgan.Images.Files;

/// <summary>
/// Lists the files in a folder and its subfolders. Follows symbolic links, but reads each real folder only once, so that links that
/// form a loop do not repeat files.
/// </summary>
internal sealed class FolderWalk
{
    private readonly string folder;
    private readonly string realFolder;
    private readonly string? excluded;
    private readonly CancellationToken stop;
    private readonly List<string> files = [];
    private readonly List<string> folders = [];
    private readonly List<string> unreadable = [];
    private readonly HashSet<string> visited = new(StringComparer.FromComparison(RealPath.Comparison));
    private readonly Stack<(string Name, string RealPath)> pending = [];

    // Links come after all real folders and in ordinal order, so that the name of a file does not depend on the order in the file system.
    private readonly SortedSet<string> links = new(StringComparer.Ordinal);

    /// <summary>Lists the files.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="excluded">A folder whose files are left out, and may not exist; null for none.</param>
    /// <param name="stop">Cancels the listing.</param>
    /// <exception cref="IOException">The folder cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The user has no permission to read the folder.</exception>
    public FolderWalk(string folder, string? excluded, CancellationToken stop)
    {
        (this.folder, this.stop) = (folder, stop);
        realFolder = RealPath.Of(folder);
        this.excluded = excluded is null ? null : RealPath.Of(excluded);
        pending.Push((string.Empty, realFolder));
        while (pending.Count > 0 || links.Count > 0)
        {
            if (pending.TryPop(out var next))
            {
                Visit(next.Name, next.RealPath);
            }
            else
            {
                string link = links.Min!;
                links.Remove(link);
                Follow(link);
            }
        }
    }

    /// <summary>All files that are not hidden, relative to the folder, with "/" between the parts.</summary>
    public IReadOnlyList<string> Files => files;

    /// <summary>All subfolders that are not hidden and can be read, relative to the folder, with "/" between the parts.</summary>
    public IReadOnlyList<string> Folders => folders;

    /// <summary>One sentence for each folder that cannot be read.</summary>
    public IReadOnlyList<string> Unreadable => unreadable;

    private void Follow(string link)
    {
        try
        {
            string target = RealPath.Of(Path.Combine(folder, link));

            // A link to a folder above the data is a loop too: it would add everything beside the data folder.
            if (!RealPath.IsWithin(realFolder, target))
            {
                pending.Push((link, target));
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            AddUnreadable(link, error);
        }
    }

    private void Visit(string name, string realPath)
    {
        stop.ThrowIfCancellationRequested();
        if ((excluded is not null && RealPath.IsWithin(realPath, excluded)) || !visited.Add(realPath))
        {
            return;
        }

        try
        {
            foreach (var (entry, isFolder, isLink) in Entries(Path.Combine(folder, name)))
            {
                stop.ThrowIfCancellationRequested();
                string path = name.Length == 0 ? entry : $"{name}/{entry}";
                if (!isFolder)
                {
                    files.Add(path);
                }
                else if (isLink)
                {
                    links.Add(path);
                }
                else
                {
                    pending.Push((path, Path.Combine(realPath, entry)));
                }
            }

            if (name.Length > 0)
            {
                folders.Add(name);
            }
        }
        catch (Exception error) when (name.Length > 0 && error is IOException or UnauthorizedAccessException)
        {
            AddUnreadable(name, error);
        }
    }

    private static FileSystemEnumerable<(string Name, bool IsFolder, bool IsLink)> Entries(string path) => new(
        path,
        (ref entry) => (entry.FileName.ToString(), entry.IsDirectory, entry.IsDirectory && entry.Attributes.HasFlag(FileAttributes.ReparsePoint)),
        new EnumerationOptions { IgnoreInaccessible = false })
    {
        ShouldIncludePredicate = (ref entry) => !ImageNames.IsHidden(entry.FileName),
    };

    private void AddUnreadable(string name, Exception error) => unreadable.Add($"the folder {name} cannot be read, so its images are not used. {error.Message}");
}
