using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class KernelDistanceTests
{
    [Fact]
    public void It_is_what_a_double_loop_over_all_pairs_says()
    {
        using torch.Tensor real = Features.Normal(17, 6, seed: 1);
        using torch.Tensor generated = Features.Normal(11, 6, seed: 2);
        (double[][] first, double[][] second) = (Features.Numbers(real), Features.Numbers(generated));

        double expected = (Sum(first, first, skipSame: true) / (17 * 16)) + (Sum(second, second, skipSame: true) / (11 * 10))
            - (2 * Sum(first, second, skipSame: false) / (17 * 11));
        KernelDistance.Measure(real, generated).Should().BeApproximately(expected, 1e-12);
    }

    [Fact]
    public void Blocks_of_rows_agree_with_the_expanded_kernel()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Features.Normal(4000, 2, seed: 3);
        torch.Tensor generated = Features.Normal(3000, 2, seed: 4) + 0.5;

        MeasuredTensors.BlockRows(4000).Should().BeLessThan(4000);

        // (x·y/2 + 1)³ expanded: the mean of each power is a product of sums over the components, for all pairs at once.
        double expected = Mean(real, real, same: true) + Mean(generated, generated, same: true) - (2 * Mean(real, generated, same: false));
        KernelDistance.Measure(real, generated).Should().BeApproximately(expected, 1e-9);
    }

    [Fact]
    public void One_distribution_is_near_zero_and_another_is_not()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Features.Normal(2000, 8, seed: 5, torch.float32);
        torch.Tensor alike = Features.Normal(2000, 8, seed: 6, torch.float32);

        Math.Abs(KernelDistance.Measure(real, alike)).Should().BeLessThan(0.01);
        KernelDistance.Measure(real, alike + 1).Should().BeGreaterThan(1);
    }

    [Fact]
    public void Subsets_depend_on_their_seed_and_agree_with_the_whole()
    {
        using torch.Tensor real = Features.Normal(500, 4, seed: 7);
        using torch.Tensor generated = Features.Normal(400, 4, seed: 8).add_(1);

        KernelDistanceEstimate estimate = KernelDistance.MeasureSubsets(real, generated, subsets: 50, size: 100, seed: 1);

        estimate.Should().Be(KernelDistance.MeasureSubsets(real, generated, 50, 100, seed: 1));
        estimate.Should().NotBe(KernelDistance.MeasureSubsets(real, generated, 50, 100, seed: 2));
        estimate.StandardDeviation.Should().BePositive();
        estimate.Mean.Should().BeApproximately(KernelDistance.Measure(real, generated), estimate.StandardDeviation);
    }

    [Fact]
    public void A_subset_of_everything_is_the_whole_without_spread()
    {
        using torch.Tensor real = Features.Normal(20, 4, seed: 7);
        using torch.Tensor generated = Features.Normal(20, 4, seed: 8);

        KernelDistanceEstimate estimate = KernelDistance.MeasureSubsets(real, generated, subsets: 3, size: 20);

        estimate.Mean.Should().BeApproximately(KernelDistance.Measure(real, generated), 1e-12);
        estimate.StandardDeviation.Should().BeLessThan(1e-12);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_one_sentence()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        FluentActions.Invoking(() => KernelDistance.Measure(torch.ones(1, 2), torch.ones(3, 2))).Should().Throw<ArgumentException>()
            .WithMessage("real: expected at least 2 rows but was 1.*");
        FluentActions.Invoking(() => KernelDistance.Measure(torch.ones(3, 2), torch.full([3, 2], float.PositiveInfinity)))
            .Should().Throw<ArgumentException>().WithMessage("generated: expected finite values*");
        FluentActions.Invoking(() => KernelDistance.MeasureSubsets(torch.ones(3, 2), torch.ones(3, 2), size: 4))
            .Should().Throw<ArgumentException>().WithMessage("real: expected at least 4 rows but was 3.*");
    }

    private static double Sum(double[][] first, double[][] second, bool skipSame)
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            for (int j = 0; j < second.Length; j++)
            {
                double product = first[i].Zip(second[j]).Sum(pair => pair.First * pair.Second);
                sum += skipSame && i == j ? 0 : Math.Pow((product / first[i].Length) + 1, 3);
            }
        }

        return sum;
    }

    private static double Mean(torch.Tensor first, torch.Tensor second, bool same)
    {
        double[] powers = [1, 0, 0, 0];
        (long n, long m) = (first.shape[0], second.shape[0]);
        torch.Tensor left = torch.ones([n, 1], torch.float64);
        torch.Tensor right = torch.ones([m, 1], torch.float64);
        for (int power = 1; power <= 3; power++)
        {
            left = (left.unsqueeze(2) * first.unsqueeze(1)).reshape(n, -1);
            right = (right.unsqueeze(2) * second.unsqueeze(1)).reshape(m, -1);
            powers[power] = (left.sum([0]) * right.sum([0])).sum().item<double>() / Math.Pow(first.shape[1], power);
        }

        double sum = (powers[0] * n * m) + (3 * powers[1]) + (3 * powers[2]) + powers[3];
        double diagonal = same ? first.square().sum(1).div(first.shape[1]).add(1).pow(3).sum().item<double>() : 0;
        return (sum - diagonal) / (same ? n * (n - 1) : n * m);
    }
}
