namespace Dcgan.Benchmarks;

/// <summary>One entry of the result file; a number that was not measured is null.</summary>
internal sealed record ResultEntry(
    string Case, string Contender, double? SecondsPerStep, double? ImagesPerSecond, double? Gflops, double? PeakMegabytes)
{
    /// <summary>A trial's entry; null where it was not run.</summary>
    internal static ResultEntry? Of(string name, Trial trial, Results results) => results[trial] is not Reading reading
        ? null
        : new(
            name,
            trial.Contender.Id,
            reading.Seconds,
            results.ImagesPerSecond(trial),
            results.GigaflopsPerSecond(trial),
            reading.PeakMegabytes);

    /// <summary>The fastest single convolution's entry, the yardstick of whole steps.</summary>
    internal static ResultEntry? OfBestLayer(Trial trial, Results results) => results.BestLayer(trial) is not LayerTiming best
        ? null
        : Of($"best-convolution-{Report.Name(trial.Precision)}-b{trial.Batch}", best, trial);

    /// <summary>A single layer's entry.</summary>
    internal static ResultEntry Of(string name, LayerTiming timing, Trial trial) => new(
        name, trial.Contender.Id, timing.Seconds, trial.Batch / timing.Seconds, timing.GigaflopsPerSecond, null);
}
