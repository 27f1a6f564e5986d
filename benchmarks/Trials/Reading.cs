namespace Dcgan.Benchmarks;

/// <summary>What one process measured, or the medians of several rounds.</summary>
/// <param name="Seconds">Median seconds of a repetition; null where only layers were timed.</param>
/// <param name="PeakMegabytes">The process's peak resident memory, in MiB; null where it is not this trial's alone.</param>
/// <param name="Layers">Each layer's own time, where layers were timed.</param>
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
