namespace Dcgan.Benchmarks;

/// <summary>A line of a panel, with one value per position on the horizontal axis.</summary>
internal sealed record ScaleLine(string Name, double[] Values);
