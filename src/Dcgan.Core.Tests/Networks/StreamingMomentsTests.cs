using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class StreamingMomentsTests
{
    /// <summary>The mean is 1e6 times the deviation: a sum of squares would lose 12 of its 16 digits.</summary>
    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Parts_give_the_moments_of_all_rows(bool covariances)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var random = new torch.Generator(3, torch.CPU);
        torch.Tensor rows = torch.randn(40, 3, torch.float64, generator: random) + 1e6;
        using var moments = new StreamingMoments();

        foreach (torch.Tensor part in rows.split([1, 30, 2, 7]))
        {
            torch.Tensor mean = part.mean([0]);
            moments.Add(part.shape[0], mean, Deviations(part - mean, covariances));
        }

        torch.Tensor expected = Deviations(rows - rows.mean([0]), covariances);
        moments.Count.Should().Be(40);
        (moments.Mean! - rows.mean([0])).abs().max().item<double>().Should().BeLessThan(1e-9);
        ((moments.Deviations! - expected).abs().max() / expected.abs().max()).item<double>().Should().BeLessThan(1e-9);
        moments.Clear();
        moments.Count.Should().Be(0);
        moments.Mean.Should().BeNull();
    }

    private static torch.Tensor Deviations(torch.Tensor centered, bool covariances) =>
        covariances ? centered.t().mm(centered) : centered.square().sum([0]);
}
