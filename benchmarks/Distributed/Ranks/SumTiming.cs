namespace Dcgan.Benchmarks;

/// <summary>The time of one sum over the processes.</summary>
/// <param name="Bytes">Size of the tensor.</param>
/// <param name="Seconds">Median time of a sum.</param>
/// <param name="WireBytes">Bytes that each host sent for a sum, with all headers; 0 on one machine.</param>
/// <param name="SecondsToAdd">Median time in which each process adds half as many bytes in its own memory, which a sum includes.</param>
internal sealed record SumTiming(long Bytes, double Seconds, double WireBytes, double SecondsToAdd);
