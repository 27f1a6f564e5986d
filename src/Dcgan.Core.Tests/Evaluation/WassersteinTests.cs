using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class WassersteinTests
{
    [Fact]
    public void With_equal_sizes_it_is_the_mean_difference_of_the_sorted_values()
    {
        Distance([3, 1, 2], [5, 2, 2]).Should().BeApproximately((1 + 0 + 2) / 3.0, 1e-15);
    }

    [Fact]
    public void With_different_sizes_it_is_the_area_between_the_quantile_functions()
    {
        // First sample: halves at 0 and 1. Second sample: thirds at 0, 0.5 and 1.
        Distance([1, 0], [0.5, 0, 1]).Should().BeApproximately(0.5 / 3, 1e-15);
        Distance([0.5, 0, 1], [1, 0]).Should().BeApproximately(0.5 / 3, 1e-15);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(12, 18)]
    [InlineData(35, 6)]
    public void With_different_sizes_it_equals_the_distance_after_repeating_values_to_equal_sizes(int first, int second)
    {
        using torch.Tensor ones = Features.Normal(1, first, seed: 1);
        using torch.Tensor others = Features.Normal(1, second, seed: 2);
        double[] left = Features.Numbers(ones)[0];
        double[] right = Features.Numbers(others)[0];

        double[] many = [.. left.SelectMany(value => Enumerable.Repeat(value, second)).Order()];
        double[] manyOthers = [.. right.SelectMany(value => Enumerable.Repeat(value, first)).Order()];
        Distance(left, right).Should().BeApproximately(many.Zip(manyOthers).Average(pair => Math.Abs(pair.First - pair.Second)), 1e-14);
    }

    private static double Distance(double[] first, double[] second)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var wasserstein = new Wasserstein(first.Length, second.Length, torch.CPU);
        return wasserstein.Distances(torch.tensor(first).unsqueeze(0), torch.tensor(second).unsqueeze(0)).item<double>();
    }
}
