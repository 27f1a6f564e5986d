using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Sampling;

public sealed class LatentTruncationTests
{
    private static readonly double[] FarOut = [-1e300, -40, -20, -8, -3, -1e-9, 0, 1e-300, 0.5, 6, 12, 30, 39, 1e10];

    /// <summary>The variance of the standard normal distribution truncated to [-t, t] is 1 - 2 t φ(t) / (Φ(t) - Φ(-t)).</summary>
    [Theory]
    [InlineData(0.1, 0.00332889100670)]
    [InlineData(0.5, 0.0805891546008)]
    [InlineData(1, 0.291125094773)]
    [InlineData(2, 0.773741303550)]
    [InlineData(5, 0.999985132796)]
    public void Normal_latents_have_the_truncated_distributions_variance(double limit, double variance)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        const int Count = 200_000;
        double[] quantiles = [.. Enumerable.Range(0, Count).Select(place => NormalQuantile.Of((place + 0.5) / Count))];

        torch.Tensor truncated = Latents.Truncate(torch.tensor(quantiles).view(-1, 100), limit, LatentDistribution.Normal);

        // Equally spaced quantiles integrate a bounded density; beyond 5 only the outermost step is missed.
        truncated.square().mean().item<double>().Should().BeApproximately(variance, 1e-4 * variance);
        truncated.abs().max().item<double>().Should().BeLessThanOrEqualTo(limit);
        truncated.view(-1).diff().min().item<double>().Should().BePositive();
    }

    [Theory]
    [InlineData(1e-12)]
    [InlineData(0.5)]
    [InlineData(3)]
    [InlineData(39)]
    [InlineData(double.PositiveInfinity)]
    public void Any_finite_number_stays_in_order_and_within_the_limit(double limit)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor latents = torch.tensor(FarOut).unsqueeze(1);

        double[] truncated = Latents.Truncate(latents, limit, LatentDistribution.Normal).data<double>().ToArray();

        truncated.Should().BeInAscendingOrder().And.OnlyContain(number => double.IsFinite(number) && Math.Abs(number) <= limit);
        truncated[FarOut.IndexOf(0)].Should().Be(0);
    }

    [Fact]
    public void A_limit_that_nothing_exceeds_changes_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        double[] numbers = [.. Enumerable.Range(-250, 501).Select(number => number / 10.0)];
        torch.Tensor latents = torch.tensor(numbers).unsqueeze(1);

        using torch.Tensor far = torch.tensor(45.0).view(1, 1).requires_grad_();
        using torch.Tensor mapped = Latents.Truncate(far, 50, LatentDistribution.Normal);
        mapped.sum().backward();
        (mapped.item<double>(), far.grad!.item<double>()).Should().Be((45.0, 1.0));
        (Latents.Truncate(latents, 1e9, LatentDistribution.Normal) - latents).abs().max().item<double>().Should().BeLessThan(1e-13);
        Latents.Truncate(latents, 1e9, LatentDistribution.Uniform).Equals(latents).Should().BeTrue();
    }

    [Fact]
    public void Uniform_latents_are_scaled()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor latents = torch.tensor(new[] { -1f, 0.5f }).unsqueeze(0);

        Latents.Truncate(latents, 0.5, LatentDistribution.Uniform).data<float>().ToArray().Should().Equal(-0.5f, 0.25f);
        Latents.Truncate(latents, 1.5, LatentDistribution.Uniform).data<float>().ToArray().Should().Equal(-1f, 0.5f);
    }
}
