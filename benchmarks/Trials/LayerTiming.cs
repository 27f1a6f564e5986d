namespace Dcgan.Benchmarks;

/// <summary>One layer alone, in one direction.</summary>
/// <param name="Layer">The layer's state-dict prefix in the library.</param>
/// <param name="Direction">Which of its three computations.</param>
/// <param name="Gigaflop">Work of one repetition.</param>
/// <param name="Seconds">Median seconds of a repetition.</param>
internal sealed record LayerTiming(string Layer, LayerDirection Direction, double Gigaflop, double Seconds)
{
    internal double GigaflopsPerSecond => Gigaflop / Seconds;
}
