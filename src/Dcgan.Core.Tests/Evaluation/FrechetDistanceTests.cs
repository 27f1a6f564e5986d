using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class FrechetDistanceTests
{
    [Fact]
    public void For_axis_aligned_Gaussians_it_is_the_distance_of_means_and_deviations()
    {
        using FeatureStatistics first = WithMoments([1, 2, 3], [1, 4, 9], rotate: false);
        using FeatureStatistics second = WithMoments([0, 2, 5], [4, 4, 1], rotate: false);

        // Means: 1 + 0 + 4. Standard deviations: (1 - 2)² + 0 + (3 - 1)².
        FrechetDistance.Measure(first, second).Should().BeApproximately(10, 1e-10);
    }

    [Fact]
    public void Rotating_both_sets_changes_nothing()
    {
        using FeatureStatistics first = WithMoments([1, 2, 3], [1, 4, 9], rotate: true);
        using FeatureStatistics second = WithMoments([0, 2, 5], [4, 4, 1], rotate: true);

        FrechetDistance.Measure(first, second).Should().BeApproximately(10, 1e-10);
        FrechetDistance.Measure(second, first).Should().BeApproximately(10, 1e-10);
    }

    [Fact]
    public void For_covariances_that_do_not_commute_it_is_the_closed_form_for_2x2()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor left = torch.tensor([2.0, 1, 1, 3], [2, 2]);
        torch.Tensor right = torch.tensor([5.0, -2, -2, 1], [2, 2]);
        using FeatureStatistics first = WithCovariance(torch.zeros(2, torch.float64), left);
        using FeatureStatistics second = WithCovariance(torch.zeros(2, torch.float64), right);

        // For 2x2 matrices, tr M^½ = (tr M + 2 (det M)^½)^½; here tr(C₁C₂) = 9 and det(C₁C₂) = 5.
        double expected = 5 + 6 - (2 * Math.Sqrt(9 + (2 * Math.Sqrt(5))));
        FrechetDistance.Measure(first, second).Should().BeApproximately(expected, 1e-12);
    }

    [Fact]
    public void Fewer_rows_than_features_are_no_matter_and_a_set_is_at_no_distance_from_itself()
    {
        using torch.Tensor rows = Features.Normal(20, 100, seed: 3);
        using var first = new FeatureStatistics();
        using var second = new FeatureStatistics();
        first.Add(rows);
        second.Add(rows);

        FrechetDistance.Measure(first, second).Should().BeInRange(0, 1e-10);
    }

    [Fact]
    public void A_covariance_that_is_not_finite_throws_and_does_not_end_the_process()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var huge = new FeatureStatistics();
        using var other = new FeatureStatistics();
        huge.Add(torch.tensor([1e200, 1, -1e200, 2], [2, 2]));
        other.Add(torch.tensor([1.0, 1, 0, 2], [2, 2]));

        FluentActions.Invoking(() => FrechetDistance.Measure(other, huge)).Should().Throw<InvalidOperationException>()
            .WithMessage("The features' covariance is not finite: the features are too large for float64.");
    }

    [Fact]
    public void Sets_of_unlike_features_are_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var first = new FeatureStatistics();
        using var second = new FeatureStatistics();
        first.Add(torch.ones(2, 3));
        second.Add(torch.ones(2, 4));

        FluentActions.Invoking(() => FrechetDistance.Measure(first, second)).Should().Throw<ArgumentException>()
            .WithMessage("generated: expected 3 features, as in real, but was 4.*");
    }

    [Fact]
    public void A_canceled_token_and_unlike_features_are_found_before_any_covariance()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var empty = new FeatureStatistics();
        using var first = new FeatureStatistics();
        using var second = new FeatureStatistics();
        first.Add(torch.ones(1, 3)); // A single row has no covariance.
        second.Add(torch.ones(1, 4));
        var canceled = new CancellationToken(canceled: true);

        FluentActions.Invoking(() => FrechetDistance.Measure(first, first, null, canceled)).Should().Throw<OperationCanceledException>();
        FluentActions.Invoking(() => FrechetDistance.Measure(first, second)).Should().Throw<ArgumentException>();
        FluentActions.Invoking(() => FrechetDistance.Measure(first, empty)).Should().Throw<InvalidOperationException>();
    }

    private static FeatureStatistics WithMoments(double[] mean, double[] variances, bool rotate)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor means = torch.tensor(mean);
        torch.Tensor covariance = torch.diag(torch.tensor(variances));
        if (rotate)
        {
            (torch.Tensor rotation, _) = torch.linalg.qr(Features.Normal(3, 3, seed: 9));
            means = rotation.mv(means);
            covariance = rotation.mm(covariance).mm(rotation.t());
        }

        return WithCovariance(means, covariance);
    }

    /// <summary>
    /// Creates rows with exactly these sample moments: the mean plus and minus each column of a square root of the covariance.
    /// </summary>
    private static FeatureStatistics WithCovariance(torch.Tensor mean, torch.Tensor covariance)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        long size = mean.shape[0];
        torch.Tensor columns = torch.linalg.cholesky(covariance).t() * Math.Sqrt(((2 * size) - 1) / 2.0);
        var statistics = new FeatureStatistics();
        statistics.Add(torch.cat([mean + columns, mean - columns]));
        return statistics;
    }
}
