using System.Globalization;

namespace Dcgan.Benchmarks;

/// <summary>The quantity that a row of the table shows.</summary>
/// <param name="Unit">Unit in the table.</param>
/// <param name="Format">Numeric format string.</param>
/// <param name="LowerIsBetter">Whether a goal is an upper bound.</param>
/// <param name="ShowsRatios">Whether a peer's cell also shows the ratio of this library's number to the peer's number.</param>
/// <param name="Value">Gets the number of a trial; null if it was not measured.</param>
internal sealed record Quantity(
    string Unit, string Format, bool LowerIsBetter, bool ShowsRatios, Func<Results, Trial, double?> Value)
{
    internal static Quantity ImagesPerSecond { get; } = new(
        "images/s", "F1", LowerIsBetter: false, ShowsRatios: true, (results, trial) => results.ImagesPerSecond(trial));

    internal static Quantity Milliseconds { get; } = new(
        "ms/step", "F2", LowerIsBetter: true, ShowsRatios: true, (results, trial) => results.Seconds(trial) * 1000);

    internal static Quantity MillisecondsFromStart { get; } = new(
        "ms from process start", "F0", LowerIsBetter: true, ShowsRatios: true, (results, trial) => results.Seconds(trial) * 1000);

    internal static Quantity PeakMegabytes { get; } = new(
        "peak MB", "F0", LowerIsBetter: true, ShowsRatios: true, (results, trial) => results[trial]?.PeakMegabytes);

    /// <summary>
    /// GFLOP/s of the whole step, divided by the GFLOP/s of the fastest single convolution at the same precision and batch
    /// size.
    /// </summary>
    internal static Quantity ShareOfBestConvolution { get; } = new(
        "share of the best convolution's GFLOP/s",
        "F2",
        LowerIsBetter: false,
        ShowsRatios: false,
        (results, trial) =>
            results.GigaflopsPerSecond(trial) / results.BestLayer(Trials.Convolutions(trial))?.GigaflopsPerSecond);

    internal string Text(double? value) => value?.ToString(Format, CultureInfo.InvariantCulture) ?? "";
}
