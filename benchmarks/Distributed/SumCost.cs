namespace Dcgan.Benchmarks;

/// <summary>What a sum of a size costs the processors.</summary>
/// <param name="Bytes">Size of the sum.</param>
/// <param name="Copying">Seconds for each byte that a process sends and receives.</param>
/// <param name="Adding">Seconds for each byte that a process adds.</param>
internal sealed record SumCost(long Bytes, double Copying, double Adding);
