namespace Dcgan.Core.Evaluation;

/// <summary>Result of <see cref="Manifold.Measure"/>. Higher is better for each number.</summary>
/// <param name="Precision">
/// Fraction of generated rows that lie in the neighborhood of a real row, in [0, 1]: are generated images realistic?
/// </param>
/// <param name="Recall">
/// Fraction of real rows that lie in the neighborhood of a generated row, in [0, 1]: are all kinds of real images generated?
/// </param>
/// <param name="Density">
/// Mean number of real neighborhoods that a generated row lies in, divided by k. At least 0; 1 on average where both sets come
/// from one distribution; above 1 where generated rows concentrate in dense regions of the real rows. A single real outlier
/// counts for less than in <paramref name="Precision"/>.
/// </param>
/// <param name="Coverage">
/// Fraction of real rows whose neighborhood contains a generated row, in [0, 1]. It uses the neighborhoods of real rows only, so
/// generated outliers do not raise it, unlike <paramref name="Recall"/>.
/// </param>
public sealed record ManifoldMeasures(double Precision, double Recall, double Density, double Coverage);
