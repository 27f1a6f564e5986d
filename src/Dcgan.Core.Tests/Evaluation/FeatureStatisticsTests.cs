using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class FeatureStatisticsTests
{
    [Fact]
    public void Mean_and_covariance_are_the_textbooks_unbiased()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor rows = Features.Normal(23, 4, seed: 1);
        using var statistics = new FeatureStatistics();
        statistics.Add(rows);

        double[][] numbers = Features.Numbers(rows);
        double[] means = [.. Enumerable.Range(0, 4).Select(column => numbers.Average(row => row[column]))];
        statistics.Count.Should().Be(23);
        statistics.Features.Should().Be(4);
        statistics.Mean().data<double>().ToArray().Should().BeEquivalentTo(means, Closely);
        double[] covariances = statistics.Covariance().data<double>().ToArray();
        for (int i = 0; i < 4; i++)
        {
            for (int j = 0; j < 4; j++)
            {
                double expected = numbers.Sum(row => (row[i] - means[i]) * (row[j] - means[j])) / 22;
                covariances[(i * 4) + j].Should().BeApproximately(expected, 1e-13);
            }
        }

        statistics.TotalVariance().Should().BeApproximately(covariances[0] + covariances[5] + covariances[10] + covariances[15], 1e-13);
    }

    [Fact]
    public void Batches_of_any_size_agree_with_all_rows_at_once_also_far_from_zero()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor rows = Features.Normal(100, 5, seed: 2) + 1e6;
        using var whole = new FeatureStatistics();
        using var parts = new FeatureStatistics();
        whole.Add(rows);
        foreach (torch.Tensor part in rows.split([1, 42, 7, 50]))
        {
            parts.Add(part);
        }

        parts.Count.Should().Be(100);

        // float64 rounds values of 1e6 to 1e-10.
        (parts.Mean() - whole.Mean()).abs().max().item<double>().Should().BeLessThan(1e-8);
        (parts.Covariance() - whole.Covariance()).abs().max().item<double>().Should().BeLessThan(1e-8);
    }

    [Fact]
    public void Rows_that_do_not_fit_are_refused_in_one_sentence_and_change_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var statistics = new FeatureStatistics();
        statistics.Add(torch.ones(3, 2));

        statistics.Invoking(it => it.Add(torch.full([3, 2], double.NaN))).Should().Throw<ArgumentException>()
            .WithMessage("features: expected finite values but found NaN or infinity.*");
        statistics.Invoking(it => it.Add(torch.ones(3, 4))).Should().Throw<ArgumentException>()
            .WithMessage("features: expected 2 features per row but was 4.*");
        statistics.Invoking(it => it.Add(torch.ones(3, 2, 1))).Should().Throw<ArgumentException>()
            .WithMessage("features: expected [N, D] but was [3, 2, 1].*");
        statistics.Invoking(it => it.Add(torch.ones([3, 2], torch.int64))).Should().Throw<ArgumentException>()
            .WithMessage("features: expected a floating-point type but was Int64.*");
        statistics.Count.Should().Be(3);
    }

    [Fact]
    public void Too_few_rows_and_disposed_statistics_throw()
    {
        var statistics = new FeatureStatistics();
        statistics.Invoking(it => it.Mean()).Should().Throw<InvalidOperationException>()
            .WithMessage("At least 1 row(s) of features are needed but 0 were added.");
        statistics.Dispose();
        statistics.Invoking(it => it.TotalVariance()).Should().Throw<ObjectDisposedException>();
    }

    [Fact]
    public void It_outlives_the_scope_and_the_mode_in_which_rows_were_added()
    {
        using var statistics = new FeatureStatistics();
        using (torch.NewDisposeScope())
        {
            using IDisposable inference = torch.inference_mode();
            statistics.Add(torch.ones(3, 2));
        }

        using torch.Tensor more = torch.zeros(3, 2);
        statistics.Add(more);
        statistics.TotalVariance().Should().BeApproximately(0.6, 1e-15);
    }

    private static FluentAssertions.Equivalency.EquivalencyAssertionOptions<double> Closely(
        FluentAssertions.Equivalency.EquivalencyAssertionOptions<double> options) =>
        options.WithStrictOrdering()
            .Using<double>(pair => pair.Subject.Should().BeApproximately(pair.Expectation, 1e-13)).WhenTypeIs<double>();
}
