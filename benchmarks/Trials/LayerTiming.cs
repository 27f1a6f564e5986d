namespace Dcgan.Benchmarks;

/// <summary>The timing of one layer in one direction.</summary>
/// <param name="Layer">The layer's state-dict prefix in the library.</param>
/// <param name="Direction">The timed computation.</param>
/// <param name="Gigaflop">GFLOP of one repetition.</param>
/// <param name="Seconds">Median seconds of a repetition.</param>
internal sealed record LayerTiming(string Layer, LayerDirection Direction, double Gigaflop, double Seconds)
{
    internal double GigaflopsPerSecond => Gigaflop / Seconds;
}
