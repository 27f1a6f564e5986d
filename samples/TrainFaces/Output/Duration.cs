namespace TrainFaces.Output;

/// <summary>Durations as text.</summary>
internal static class Duration
{
    /// <summary>Hours, minutes and seconds, such as 30:15:00. The hours do not wrap after a day.</summary>
    public static string ToText(TimeSpan time) => FormattableString.Invariant($"{(long)time.TotalHours}:{time:mm\\:ss}");

    /// <summary>The duration of a number of seconds; the longest duration for larger numbers.</summary>
    public static TimeSpan FromSeconds(double seconds) =>
        seconds < TimeSpan.MaxValue.TotalSeconds ? TimeSpan.FromSeconds(seconds) : TimeSpan.MaxValue;
}
