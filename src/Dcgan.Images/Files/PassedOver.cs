namespace Dcgan.Images.Files;

/// <summary>Counts the files of one kind that are not used, and keeps the first names.</summary>
internal sealed class PassedOver
{
    /// <summary>Maximum number of names in a message.</summary>
    public const int MaxNames = 3;

    private readonly List<string> names = [];
    private int count;

    /// <summary>The first names, and how many more there are.</summary>
    public string Listed => string.Join(", ", names) + (count > names.Count ? $" and {count - names.Count} more" : string.Empty);

    public void Add(string name)
    {
        count++;
        if (names.Count < MaxNames)
        {
            names.Add(name);
        }
    }

    /// <summary>A sentence with the number and the first names; null if there are no such files.</summary>
    /// <param name="noun">What they are, in the singular, for example "archive".</param>
    /// <param name="where">Where they are, for example " inside the data".</param>
    /// <param name="advice">What to do to use them.</param>
    public string? Note(string noun, string where, string advice)
    {
        string files = count == 1 ? $"{count} {noun}{where} is" : $"{count} {noun}s{where} are";
        return count == 0 ? null : $"{files} not used: {Listed}. {advice}.";
    }
}
