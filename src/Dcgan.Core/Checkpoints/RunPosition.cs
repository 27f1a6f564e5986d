using System.Globalization;

namespace Dcgan.Core;

/// <summary>How far a run has come, in a checkpoint's metadata.</summary>
/// <param name="Step">Updates in all.</param>
/// <param name="Epoch">Epochs finished.</param>
/// <param name="EpochStep">Updates of the epoch under way.</param>
internal readonly record struct RunPosition(long Step, long Epoch, long EpochStep)
{
    /// <exception cref="CheckpointException">One is missing, or is not a number of at least 0.</exception>
    internal static RunPosition Read(SafetensorsFile file) => new(
        Read(file, CheckpointFormat.StepKey), Read(file, CheckpointFormat.EpochKey), Read(file, CheckpointFormat.EpochStepKey));

    internal void WriteTo(Dictionary<string, string> metadata)
    {
        metadata[CheckpointFormat.StepKey] = Text(Step);
        metadata[CheckpointFormat.EpochKey] = Text(Epoch);
        metadata[CheckpointFormat.EpochStepKey] = Text(EpochStep);
    }

    private static string Text(long number) => number.ToString(CultureInfo.InvariantCulture);

    private static long Read(SafetensorsFile file, string key)
    {
        string? text = file.Metadata.GetValueOrDefault(key);
        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long number)
            ? number
            : throw new CheckpointException(file.Path, null, $"'{key}' in its metadata must be a whole number of at least 0 but is {QuotedText.Of(text ?? "missing")}.");
    }
}
