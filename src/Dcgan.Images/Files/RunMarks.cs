namespace Dcgan.Images.Files;

/// <summary>
/// Recognizes the output folders of training runs by the names of the files that a run writes: run.json beside a picture
/// samples-epoch-NNNN.png, or checkpoints/step-NNNNNNNNN.safetensors. The pictures in such a folder are not data.
/// </summary>
internal sealed class RunMarks
{
    private const string Identity = "run.json";
    private const string SamplesPrefix = "samples-epoch-";
    private const string Checkpoints = "checkpoints";

    private readonly HashSet<string> identities = [];
    private readonly HashSet<string> sampled = [];
    private readonly HashSet<string> checkpointed = [];

    /// <summary>Considers a file.</summary>
    /// <param name="path">Relative to the data folder or the archive, with "/" between the parts.</param>
    public void Add(string path)
    {
        var (folder, file) = Split(path);
        if (file is Identity)
        {
            identities.Add(folder);
        }
        else if (file.StartsWith(SamplesPrefix, StringComparison.Ordinal))
        {
            sampled.Add(folder);
        }
        else if (file.StartsWith("step-", StringComparison.Ordinal) && file.EndsWith(".safetensors", StringComparison.Ordinal)
            && Split(folder) is (var run, Checkpoints))
        {
            checkpointed.Add(run);
        }
    }

    /// <summary>The output folder that contains a file; null if there is none. Requires that all files have been added.</summary>
    /// <returns>Relative to the data folder or the archive; empty for the data folder itself.</returns>
    public string? FolderAbove(string path)
    {
        if (identities.Count == 0 && checkpointed.Count == 0)
        {
            return null;
        }

        string folder = path;
        do
        {
            folder = Split(folder).Folder;
            if (checkpointed.Contains(folder) || (identities.Contains(folder) && sampled.Contains(folder)))
            {
                return folder;
            }
        }
        while (folder.Length > 0);
        return null;
    }

    private static (string Folder, string Name) Split(string path)
    {
        int slash = path.LastIndexOf('/');
        return slash < 0 ? (string.Empty, path) : (path[..slash], path[(slash + 1)..]);
    }
}
