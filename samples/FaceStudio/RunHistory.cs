using System.Text.Json;

namespace FaceStudio;

/// <summary>The points of the run's curves, in the file history.json next to the checkpoints.</summary>
internal static class RunHistory
{
    private const string FileName = "history.json";

    /// <summary>Replaces the file.</summary>
    public static void Save(string folder, IEnumerable<TrainingPoint> points)
    {
        string path = Path.Combine(folder, FileName);
        string partial = path + ".partial";
        File.WriteAllBytes(partial, JsonSerializer.SerializeToUtf8Bytes(points));
        File.Move(partial, path, overwrite: true);
    }

    /// <summary>Reads the points up to a step; none if the file is missing or damaged, because the run does not depend on it.</summary>
    public static IReadOnlyList<TrainingPoint> Load(string folder, long step, ILogger logger)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            TrainingPoint[]? points = File.Exists(path) ? JsonSerializer.Deserialize<TrainingPoint[]>(File.ReadAllBytes(path)) : null;
            return [.. (points ?? []).Where(point => point.Step <= step)];
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            Log.HistoryUnreadable(logger, path, error.Message);
            return [];
        }
    }
}
