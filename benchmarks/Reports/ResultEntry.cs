namespace Dcgan.Benchmarks;

/// <summary>An entry of the result file. A number that was not measured is null.</summary>
internal sealed record ResultEntry(
    string Case, string Contender, double? SecondsPerStep, double? ImagesPerSecond, double? Gflops, double? PeakMegabytes)
{
    /// <summary>Creates the entry of a trial. Returns null if the trial was not run.</summary>
    internal static ResultEntry? Of(string name, Trial trial, Results results) => results[trial] is not Reading reading
        ? null
        : new(
            name,
            trial.Contender.Id,
            reading.Seconds,
            results.ImagesPerSecond(trial),
            results.GigaflopsPerSecond(trial),
            reading.PeakMegabytes);

    /// <summary>Creates the entry of the fastest single convolution, the baseline for whole steps.</summary>
    internal static ResultEntry? OfBestLayer(Trial trial, Results results) => results.BestLayer(trial) is not LayerTiming best
        ? null
        : Of($"best-convolution-{Report.Name(trial.Precision)}-b{trial.Batch}", best, trial);

    /// <summary>Creates the entry of a single layer.</summary>
    internal static ResultEntry Of(string name, LayerTiming timing, Trial trial) => new(
        name, trial.Contender.Id, timing.Seconds, trial.Batch / timing.Seconds, timing.GigaflopsPerSecond, null);
}
