using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The Fréchet distance between the Gaussians that have two sets' means and covariances (Dowson and Landau, 1982); with
/// Inception's features it is FID (Heusel et al., 2017).
/// </summary>
public static class FrechetDistance
{
    /// <summary>Of float64: eigenvalues below this part of the largest, times their number, are rounding and count as 0.</summary>
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>‖m₁ - m₂‖² + tr(C₁ + C₂ - 2 (C₁ C₂)^½). The lower, the more alike; it is a squared distance.</summary>
    /// <param name="first">At least 2 rows.</param>
    /// <param name="second">At least 2 rows of as many features, on any device.</param>
    /// <returns>At least 0.</returns>
    /// <exception cref="ArgumentException">The features are not as many.</exception>
    /// <exception cref="InvalidOperationException">Fewer than 2 rows, or features so large that their covariance is not finite.</exception>
    public static double Between(FeatureStatistics first, FeatureStatistics second)
    {
        ArgumentNullException.ThrowIfNull(first);
        ArgumentNullException.ThrowIfNull(second);
        using var measuring = new MeasuringScope();
        Tensor covariance = first.Covariance();
        Tensor other = second.Covariance().to(covariance.device);
        if (first.Features != second.Features)
        {
            throw new ArgumentException(
                $"second: expected {first.Features} features, as the first has, but was {second.Features}.", nameof(second));
        }

        NeedFinite(covariance);
        NeedFinite(other);
        double ofMeans = (first.Mean() - second.Mean().to(covariance.device)).square().sum().item<double>();

        // tr (C₁ C₂)^½ is the sum of the singular values of C₁^½ C₂^½. Unlike the eigenvalues of C₁^½ C₂ C₁^½ these need no
        // root, which makes rounding of 1e-16 one of 1e-8 where there are fewer rows than features.
        double ofRoots = linalg.svdvals(Root(covariance).t().mm(Root(other))).sum().item<double>();
        return Math.Max(0, ofMeans + first.TotalVariance() + second.TotalVariance() - (2 * ofRoots));
    }

    /// <summary>R with R Rᵀ the covariance: its eigenvectors, each times the root of its eigenvalue.</summary>
    private static Tensor Root(Tensor covariance)
    {
        (Tensor values, Tensor vectors) = linalg.eigh(covariance);
        double rounding = values.abs().max().item<double>() * Epsilon * values.shape[0];
        Tensor roots = where(values > rounding, values, zeros_like(values)).sqrt();
        return vectors * roots;
    }

    /// <remarks>A value that is not finite ends the process in libtorch's eigenvalues.</remarks>
    private static void NeedFinite(Tensor covariance)
    {
        if (!covariance.isfinite().all().item<bool>())
        {
            throw new InvalidOperationException("The features' covariance is not finite: the features are too large for float64.");
        }
    }
}
