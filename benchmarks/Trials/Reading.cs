namespace Dcgan.Benchmarks;

/// <summary>The measurement of one process, or the medians over several rounds.</summary>
/// <param name="Seconds">Median seconds of a repetition; null if only layers were timed.</param>
/// <param name="PeakMegabytes">Peak resident memory of the process, in MiB; null if it includes other trials.</param>
/// <param name="Layers">Timings of single layers; empty if no layers were timed.</param>
internal sealed record Reading(double? Seconds, double? PeakMegabytes, IReadOnlyList<LayerTiming> Layers)
{
    internal static Reading Median(IReadOnlyList<Reading> rounds) => new(
        Middle(rounds.Select(round => round.Seconds)),
        Middle(rounds.Select(round => round.PeakMegabytes)),
        [.. rounds.SelectMany(round => round.Layers)
            .GroupBy(layer => (layer.Layer, layer.Direction))
            .Select(layer => layer.First() with { Seconds = Statistics.Median(layer.Select(timing => timing.Seconds)) })]);

    private static double? Middle(IEnumerable<double?> values)
    {
        double[] present = [.. values.OfType<double>()];
        return present.Length == 0 ? null : Statistics.Median(present);
    }
}
