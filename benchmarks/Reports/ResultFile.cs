using System.Text.Json;

namespace Dcgan.Benchmarks;

/// <summary>Writes the results to the file given with --json.</summary>
internal static class ResultFile
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    internal static void Write(IReadOnlyList<ResultEntry> entries, RunOptions options)
    {
        if (options.Json is FileInfo file)
        {
            File.WriteAllText(file.FullName, JsonSerializer.Serialize(entries, Format) + "\n");
        }
    }
}
