namespace Dcgan.Benchmarks;

/// <summary>One line of a panel: a value for each of the panel's places.</summary>
internal sealed record ScaleLine(string Name, double[] Values);
