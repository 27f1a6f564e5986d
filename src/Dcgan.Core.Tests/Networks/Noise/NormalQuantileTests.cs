using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Noise;

public sealed class NormalQuantileTests
{
    /// <summary>
    /// Values of Python's statistics.NormalDist().inv_cdf, in each of the algorithm's three ranges and near their boundaries.
    /// </summary>
    [Theory]
    [InlineData(1e-300, -37.0470962993612)]
    [InlineData(1e-20, -9.262340089798405)]
    [InlineData(1e-05, -4.2648907939228256)]
    [InlineData(0.03, -1.8807936081512509)]
    [InlineData(0.0749, -1.4402382675279632)]
    [InlineData(0.0751, -1.4388253927525398)]
    [InlineData(0.3, -0.5244005127080407)]
    [InlineData(0.5, 0.0)]
    [InlineData(0.9, 1.2815515655446008)]
    [InlineData(0.999999, 4.753424308817089)]
    public void Is_the_normal_distributions_to_fifteen_digits(double probability, double expected) =>
        NormalQuantile.Of(probability).Should().BeApproximately(expected, 2e-15 * (1 + Math.Abs(expected)));
}
