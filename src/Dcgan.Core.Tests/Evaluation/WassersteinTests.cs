using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class WassersteinTests
{
    [Fact]
    public void Of_as_many_values_it_is_the_mean_difference_in_order()
    {
        Between([3, 1, 2], [5, 2, 2]).Should().BeApproximately((1 + 0 + 2) / 3.0, 1e-15);
    }

    [Fact]
    public void Of_not_as_many_it_is_the_area_between_the_quantiles()
    {
        // A half of the one is at 0 and a half at 1; the other's thirds are at 0, 0.5 and 1.
        Between([1, 0], [0.5, 0, 1]).Should().BeApproximately(0.5 / 3, 1e-15);
        Between([0.5, 0, 1], [1, 0]).Should().BeApproximately(0.5 / 3, 1e-15);
    }

    [Theory]
    [InlineData(1, 7)]
    [InlineData(12, 18)]
    [InlineData(35, 6)]
    public void Of_not_as_many_it_is_that_of_each_value_so_often_that_they_are(int first, int second)
    {
        using torch.Tensor ones = Features.Normal(1, first, seed: 1);
        using torch.Tensor others = Features.Normal(1, second, seed: 2);
        double[] left = Features.Numbers(ones)[0];
        double[] right = Features.Numbers(others)[0];

        double[] many = [.. left.SelectMany(value => Enumerable.Repeat(value, second)).Order()];
        double[] manyOthers = [.. right.SelectMany(value => Enumerable.Repeat(value, first)).Order()];
        Between(left, right).Should().BeApproximately(many.Zip(manyOthers).Average(pair => Math.Abs(pair.First - pair.Second)), 1e-14);
    }

    private static double Between(double[] first, double[] second)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return new Wasserstein(first.Length, second.Length, torch.CPU)
            .Between(torch.tensor(first).unsqueeze(0), torch.tensor(second).unsqueeze(0)).item<double>();
    }
}
