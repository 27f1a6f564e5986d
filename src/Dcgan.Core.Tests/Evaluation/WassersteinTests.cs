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

    [Theory]
    [InlineData(BinnedDistance.MinimumCount, BinnedDistance.MinimumCount)]
    [InlineData(40_001, 40_001)]
    [InlineData(40_000, 20_000)]
    [InlineData(20_000, 33_333)]
    public void Large_samples_have_the_distance_of_their_sorted_values(int first, int second)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor left = Features.Normal(1, first, seed: 5).pow(3);
        torch.Tensor right = Features.Normal(1, second, seed: 6).pow(3);
        torch.Tensor far = left.clone();
        far[0, 7] = 1e6; // Nearly all values are in one bin.

        ShouldBeThatOfSortedValues(left, right); // The functions differ by chance and cross often.
        ShouldBeThatOfSortedValues(left, (right * 1.5) + 0.25);
        ShouldBeThatOfSortedValues(left, right + 1000);
        ShouldBeThatOfSortedValues(far, right, 1e-4); // Rounded to 2 to the power of -24 of the range, as float32 is.
        ShouldBeThatOfSortedValues(left.round(), right.round());
    }

    [Fact]
    public void Large_equal_samples_are_at_no_distance_whatever_their_order()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor left = Features.Normal(1, 20_000, seed: 5).to(torch.float32);

        Distance(left.clone(), left.flip(1)).Should().Be(0);
        Distance(torch.full([1, 20_000], 0.1f), torch.full([1, 30_000], 0.1f)).Should().Be(0);
        Distance(torch.full([1, 20_000], 0.5f), torch.full([1, 20_000], 2f)).Should().Be(1.5);
    }

    [Fact]
    public void Large_samples_whose_range_is_too_large_or_too_small_for_bins_are_sorted()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor wide = torch.cat([torch.full([1, 10_000], float.MaxValue), torch.full([1, 10_000], -float.MaxValue)], 1);
        torch.Tensor narrow = torch.full([1, 20_000], float.Epsilon);

        Distance(wide.clone(), wide.flip(1)).Should().Be(0);
        Distance(narrow, torch.zeros(1, 20_000)).Should().Be(float.Epsilon);
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

    /// <summary>Numbers that float32 represents exactly: of both signs, of many magnitudes, with zeros and repetitions.</summary>
    private static torch.Tensor Hard(int count, int seed)
    {
        using torch.Tensor normal = Features.Normal(1, count, seed);
        torch.Tensor values = (normal.pow(3) * 64).round() / 64;
        values[0, 0] = 0.0;
        values[0, 1] = -1.0 / (1 << 20);
        return values;
    }

    /// <summary>Compares the distance in float32 with the one that float64 values have, which are always sorted.</summary>
    private static void ShouldBeThatOfSortedValues(torch.Tensor first, torch.Tensor second, double tolerance = 2e-6)
    {
        torch.Tensor one = first.to(torch.float32);
        torch.Tensor other = second.to(torch.float32);
        double expected = Distance(one.to(torch.float64), other.to(torch.float64));
        Distance(one.clone(), other.clone()).Should().BeApproximately(expected, tolerance * expected);
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
