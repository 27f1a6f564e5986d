namespace TrainFaces.Output;

/// <summary>Reads a table that an earlier part of the run has written, with one row per step in order of the steps.</summary>
internal static class CsvTable
{
    private const int MaxQuoted = 60;

    /// <summary>Reads the rows up to a step.</summary>
    /// <typeparam name="TRow">A row.</typeparam>
    /// <param name="path">The path of the file, for error messages.</param>
    /// <param name="csv">The content of the file.</param>
    /// <param name="header">The first line.</param>
    /// <param name="upToStep">The step of the checkpoint. Later rows belong to steps that will be repeated.</param>
    /// <param name="parse">Parses the cells of a row, as many as the header has; null if one is not valid.</param>
    /// <exception cref="SampleException">A line is not valid, because the file has been damaged or edited.</exception>
    public static List<TRow> Read<TRow>(string path, string csv, string header, long upToStep, Func<string[], (long Step, TRow Row)?> parse)
    {
        string[] lines = csv.Split('\n');
        if (lines[0].TrimEnd('\r') != header)
        {
            throw Invalid(path, 1, $"\"{header}\"", lines[0]);
        }

        // The last line of a complete table ends with a line break, so that nothing follows it.
        if (lines[^1].Length > 0)
        {
            throw Invalid(path, lines.Length, "a line that ends with a line break", lines[^1]);
        }

        int columns = header.Count(letter => letter == ',') + 1;
        var rows = new List<TRow>();
        long last = 0;
        for (int line = 1; line < lines.Length - 1; line++)
        {
            string[] cells = lines[line].TrimEnd('\r').Split(',');
            if (cells.Length != columns || parse(cells) is not { } parsed || parsed.Step <= last)
            {
                throw Invalid(path, line + 1, FormattableString.Invariant($"{columns} numbers with increasing steps"), lines[line]);
            }

            last = parsed.Step;
            if (last <= upToStep)
            {
                rows.Add(parsed.Row);
            }
        }

        return rows;
    }

    private static SampleException Invalid(string path, int line, string expected, string text)
    {
        string quoted = new([.. text.Take(MaxQuoted).Select(letter => char.IsControl(letter) ? '?' : letter)]);
        return new SampleException(FormattableString.Invariant(
            $"--resume: {path}, line {line}: expected {expected} but found \"{quoted}\". Restore the file, or rename it to resume without it."));
    }
}
