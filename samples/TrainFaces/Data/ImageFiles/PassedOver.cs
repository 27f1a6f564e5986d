namespace TrainFaces.Data.ImageFiles;

/// <summary>Counts the files of one kind that are not used, and keeps the first names.</summary>
internal sealed class PassedOver
{
    /// <summary>Maximum number of names in a message.</summary>
    public const int MaxNames = 3;

    private readonly List<string> names = [];
    private int count;

    public void Add(string name)
    {
        count++;
        if (names.Count < MaxNames)
        {
            names.Add(name);
        }
    }

    /// <summary>A sentence with the number and the first names; null if there are no such files.</summary>
    /// <param name="what">What kind of files they are, for example "in other formats".</param>
    /// <param name="advice">How to use them.</param>
    public string? Note(string what, string advice)
    {
        string more = count > names.Count ? $" and {count - names.Count} more" : string.Empty;
        return count == 0 ? null : $"{count} {(count == 1 ? "file is" : "files are")} not used, {what}: {string.Join(", ", names)}{more}; {advice}.";
    }
}
