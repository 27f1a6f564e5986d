using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>What a row of the table shows of its trials.</summary>
/// <param name="Unit">As the row's title ends.</param>
/// <param name="Format">How a number is written.</param>
/// <param name="LowerIsBetter">Whether a goal is an upper bound.</param>
/// <param name="ShowsRatios">Whether a peer's cell says how many times its number this library's is.</param>
/// <param name="Value">The number of a trial; null where it was not measured.</param>
internal sealed record Quantity(
    string Unit, string Format, bool LowerIsBetter, bool ShowsRatios, Func<Results, Trial, double?> Value)
{
    internal static Quantity ImagesPerSecond { get; } = new(
        "images/s", "F1", LowerIsBetter: false, ShowsRatios: true, (results, trial) => results.ImagesPerSecond(trial));

    internal static Quantity Milliseconds { get; } = new(
        "ms a step", "F2", LowerIsBetter: true, ShowsRatios: true, (results, trial) => results.Seconds(trial) * 1000);

    internal static Quantity MillisecondsFromStart { get; } = new(
        "ms from process start", "F0", LowerIsBetter: true, ShowsRatios: true, (results, trial) => results.Seconds(trial) * 1000);

    internal static Quantity PeakMegabytes { get; } = new(
        "peak MB", "F0", LowerIsBetter: true, ShowsRatios: true, (results, trial) => results[trial]?.PeakMegabytes);

    /// <summary>GFLOP/s of the whole step over the best single convolution's of the same precision and batch.</summary>
    internal static Quantity ShareOfBestConvolution { get; } = new(
        "of the best convolution's GFLOP/s",
        "F2",
        LowerIsBetter: false,
        ShowsRatios: false,
        (results, trial) =>
            results.GigaflopsPerSecond(trial) / results.BestLayer(Trials.Convolutions(trial))?.GigaflopsPerSecond);

    internal string Text(double? value) => value?.ToString(Format, CultureInfo.InvariantCulture) ?? "";
}
