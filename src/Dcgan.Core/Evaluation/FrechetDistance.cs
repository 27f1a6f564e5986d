using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Fréchet distance between the Gaussians with the means and covariances of two sets (Dowson and Landau, 1982). With Inception
/// features it is the FID (Heusel et al., 2017).
/// </summary>
public static class FrechetDistance
{
    /// <summary>Machine epsilon of float64.</summary>
    private const double Epsilon = 2.220446049250313e-16;

    /// <summary>
    /// Computes ‖m₁ - m₂‖² + tr(C₁ + C₂ - 2 (C₁ C₂)^½), a squared distance, from means m and covariances C. A lower value means
    /// that the sets are more similar. The distance is symmetric.
    /// </summary>
    /// <param name="real">At least 2 rows.</param>
    /// <param name="generated">At least 2 rows with the same number of features, on any device.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">
    /// Checked before the covariances are computed and before each of the three matrix decompositions.
    /// </param>
    /// <returns>The distance, at least 0.</returns>
    /// <exception cref="ArgumentException">The numbers of features differ.</exception>
    /// <exception cref="InvalidOperationException">
    /// A set has fewer than 2 rows, or its features are so large that their covariance is not finite.
    /// </exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static double Measure(
        FeatureStatistics real,
        FeatureStatistics generated,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(real);
        ArgumentNullException.ThrowIfNull(generated);
        if (real.Count > 0 && generated.Count > 0 && real.Features != generated.Features)
        {
            throw new ArgumentException(
                $"generated: expected {real.Features} features, as in real, but was {generated.Features}.", nameof(generated));
        }

        cancellationToken.ThrowIfCancellationRequested();
        using Tensor covariance = MeasuringScope.Compute(real.Covariance);
        using Tensor other = MeasuringScope.Compute(() => generated.Covariance().to(covariance.device));
        CheckFinite(covariance);
        CheckFinite(other);
        var steps = new MeasuringSteps(3, progress, cancellationToken);
        using Tensor root = steps.Compute(1, () => Root(covariance));
        using Tensor otherRoot = steps.Compute(1, () => Root(other));

        // tr (C₁ C₂)^½ is the sum of the singular values of C₁^½ C₂^½. The usual method takes the square roots of the eigenvalues
        // of C₁^½ C₂ C₁^½, which amplifies a rounding error of 1e-16 to 1e-8 if there are fewer rows than features.
        double distance = 0;
        steps.Run(1, () =>
        {
            double means = (real.Mean() - generated.Mean().to(covariance.device)).Square().sum().item<double>();
            double roots = linalg.svdvals(root.t().mm(otherRoot)).sum().item<double>();
            distance = means + real.TotalVariance() + generated.TotalVariance() - (2 * roots);
        });
        return Math.Max(0, distance);
    }

    /// <summary>
    /// Computes a root R of the covariance, R Rᵀ = C: each eigenvector times the square root of its eigenvalue.
    /// </summary>
    private static Tensor Root(Tensor covariance)
    {
        (Tensor values, Tensor vectors) = linalg.eigh(covariance);

        // Smaller eigenvalues are rounding errors, possibly negative.
        double rounding = values.abs().max().item<double>() * Epsilon * values.size(0);
        Tensor roots = where(values.Gt(rounding), values, zeros_like(values)).sqrt();
        return vectors * roots;
    }

    /// <remarks>A NaN or infinite value ends the process in libtorch's eigenvalue decomposition.</remarks>
    private static void CheckFinite(Tensor covariance)
    {
        using var measuring = new MeasuringScope();
        if (!covariance.isfinite().all().item<bool>())
        {
            throw new InvalidOperationException("The features' covariance is not finite: the features are too large for float64.");
        }
    }
}
