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

    [Theory]
    [InlineData(5, 5)]
    [InlineData(5000, 5000)]
    [InlineData(5000, 2500)]
    [InlineData(4096, 3000)]
    public void Both_element_types_sort_negative_and_equal_values_of_any_size(int first, int second)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor left = Hard(first, seed: 3);
        torch.Tensor right = Hard(second, seed: 4);
        double[] sorted = [.. Features.Numbers(left)[0].Order()];
        double[] others = [.. Features.Numbers(right)[0].Order()];

        // The area between the quantile functions, at the middle of each interval of the finest common grid.
        double expected = first == second
            ? sorted.Zip(others).Average(pair => Math.Abs(pair.First - pair.Second))
            : Enumerable.Range(0, first * second).Average(i => Math.Abs(sorted[i / second] - others[i / first]));
        Distance(left.clone(), right.clone()).Should().BeApproximately(expected, 1e-12);
        Distance(left.to(torch.float32), right.to(torch.float32)).Should().BeApproximately(expected, 1e-12);
    }

    /// <summary>Samples that are large enough for intervals, so that only some values are sorted.</summary>
    [Theory]
    [InlineData(20_000, 20_000, 0)]
    [InlineData(20_000, 31_000, 0)]
    [InlineData(17_001, 40_003, 0.01)]
    [InlineData(40_003, 17_001, -3)]
    public void Large_samples_of_any_shape_have_the_distance_that_sorting_gives(int first, int second, double shift)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor left = Features.Normal(1, first, seed: 5);
        torch.Tensor right = Features.Normal(1, second, seed: 6) + shift;
        Func<torch.Tensor, torch.Tensor>[] shapes =
        [
            values => values,
            values => values * 1e-30,
            values => values * 1e30,
            values => values + 1000,
            values => values.pow(9), // long tails
            values => values.clamp_min(0.3), // one value often
            values => values.sign(),
            values => (values * 4).round(),
            values => torch.where(values > 4, values * 1e6, values),
        ];
        foreach (Func<torch.Tensor, torch.Tensor> shape in shapes)
        {
            torch.Tensor one = shape(left).to(torch.float32);
            torch.Tensor other = shape(right).to(torch.float32);
            double expected = Distance(one.to(torch.float64), other.to(torch.float64));

            // A value next to the end of an interval may be rounded into the next one in float32: the error is relative to the
            // largest values, not to the distance.
            double tolerance = 1e-10 * Math.Max(Largest(one), Largest(other));
            Distance(one.clone(), other.clone()).Should().BeApproximately(expected, tolerance);
            Distance(one.clone(), one.clone()).Should().Be(0);
        }
    }

    [Fact]
    public void Large_samples_without_a_spread_have_the_distance_of_their_values()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor ones = torch.ones(1, 20_000);
        Distance(ones.clone(), ones * 3).Should().Be(2);
        torch.Tensor huge = torch.cat([torch.full([1, 10_000], -3e38f), torch.full([1, 10_000], 3e38f)], 1);
        Distance(huge.clone(), huge.clone()).Should().Be(0);
    }

    [Fact]
    public void Floats_are_sorted_as_by_comparison()
    {
        float[] values = [.. Enumerable.Range(0, 70_000).Select(i => BitConverter.UInt32BitsToSingle((uint)i * 2_654_435_761u)).Where(value => !float.IsNaN(value))];
        values[0] = float.MaxValue;
        values[1] = -float.MaxValue;
        values[2] = float.Epsilon;
        values[3] = float.NegativeInfinity;
        float[] expected = [.. values.Order()];

        FloatSort.Sort(values);

        values.Should().Equal(expected);
    }

    private static double Largest(torch.Tensor values) => values.abs().max().to(torch.float64).item<double>();

    /// <summary>Numbers that float32 represents exactly: of both signs, of many magnitudes, with zeros and repetitions.</summary>
    private static torch.Tensor Hard(int count, int seed)
    {
        using torch.Tensor normal = Features.Normal(1, count, seed);
        torch.Tensor values = (normal.pow(3) * 64).round() / 64;
        values[0, 0] = 0.0;
        values[0, 1] = -1.0 / (1 << 20);
        return values;
    }

    private static double Distance(double[] first, double[] second)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        return Distance(torch.tensor(first).unsqueeze(0), torch.tensor(second).unsqueeze(0));
    }

    private static double Distance(torch.Tensor first, torch.Tensor second)
    {
        using var wasserstein = new Wasserstein(first.shape[1], second.shape[1], torch.CPU);
        return wasserstein.Distances(first, second).Should().ContainSingle().Subject;
    }
}
