using System.Text.Json;
using Dcgan.Core;
using Dcgan.Images.Files;

namespace FaceStudio;

/// <summary>The points of the run's curves, in the file history.json next to the checkpoints.</summary>
internal static class RunHistory
{
    private const string FileName = "history.json";

    /// <summary>Replaces the file. A failure is a warning, because the run does not depend on the file.</summary>
    public static void Save(string folder, IEnumerable<TrainingPoint> points, ILogger logger)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            AtomicFile.Write(path, file => JsonSerializer.Serialize(file, points));
        }
        catch (CheckpointException error)
        {
            Log.HistoryNotWritten(logger, error.Message);
        }
    }

    /// <summary>Reads the points up to a step; none if the file is missing or damaged, because the run does not depend on it.</summary>
    public static IReadOnlyList<TrainingPoint> Load(string folder, long step, ILogger logger)
    {
        string path = Path.Combine(folder, FileName);
        try
        {
            // A pipe or a device has no size and must not be opened: it may never end.
            TrainingPoint?[]? points = File.Exists(path) && FileTarget.Of(path).Length > 0 ? JsonSerializer.Deserialize<TrainingPoint?[]>(File.ReadAllBytes(path)) : null;
            return [.. (points ?? []).OfType<TrainingPoint>().Where(point => point.Step <= step).Select(point => point.Finite())];
        }
        catch (Exception error) when (error is JsonException or IOException or UnauthorizedAccessException)
        {
            Log.HistoryUnreadable(logger, path, error.Message);
            return [];
        }
    }
}
