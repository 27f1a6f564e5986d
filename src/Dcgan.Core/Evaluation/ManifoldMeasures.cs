namespace Dcgan.Core;

/// <summary>What <see cref="Manifold.Measure"/> finds. The higher, the better, each.</summary>
/// <param name="Precision">Generated rows within the real ones' neighbourhoods, as a part of all: are they like real ones? 0 to 1.</param>
/// <param name="Recall">Real rows within the generated ones' neighbourhoods, as a part of all: is every kind made? 0 to 1.</param>
/// <param name="Density">
/// How many real neighbourhoods a generated row lies in, as a part of the neighbours; at least 0, 1 in the mean where both sets come
/// from one distribution, and above where generated rows crowd where real ones do. One outlier counts for little, unlike in
/// <paramref name="Precision"/>.
/// </param>
/// <param name="Coverage">
/// Real rows whose neighbourhood holds a generated row, as a part of all. 0 to 1. Only real neighbourhoods count, so that
/// generated outliers do not raise it as they do <paramref name="Recall"/>.
/// </param>
public sealed record ManifoldMeasures(double Precision, double Recall, double Density, double Coverage);
