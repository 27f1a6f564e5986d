namespace Dcgan.Core.Evaluation;

/// <summary>Result of <see cref="Manifold.Measure"/>. Higher is better for each number.</summary>
/// <param name="Precision">
/// Fraction of generated rows in the neighborhood of a real row, in [0, 1]: are generated images realistic?
/// </param>
/// <param name="Recall">
/// Fraction of real rows in the neighborhood of a generated row, in [0, 1]: are all kinds of real images generated?
/// </param>
/// <param name="Density">
/// Mean number of real neighborhoods that contain a generated row, divided by k. At least 0. It is 1 on average if both sets come
/// from the same distribution, and above 1 if generated rows concentrate in dense regions of the real rows. A single real outlier
/// affects it less than <paramref name="Precision"/>.
/// </param>
/// <param name="Coverage">
/// Fraction of real rows whose neighborhood contains a generated row, in [0, 1]. It uses the neighborhoods of real rows only, so
/// generated outliers do not raise it, unlike <paramref name="Recall"/>.
/// </param>
public sealed record ManifoldMeasures(double Precision, double Recall, double Density, double Coverage);
