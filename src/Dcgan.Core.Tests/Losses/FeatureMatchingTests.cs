using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

public sealed class FeatureMatchingTests
{
    [Fact]
    public void It_is_half_the_squared_distance_of_the_mean_features()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = torch.tensor([1.0, 2, 3, 6], [2, 2]).requires_grad_();
        torch.Tensor generated = torch.tensor([1.0, 0, 0, 2, 2, 4], [3, 2]).requires_grad_();

        torch.Tensor loss = DcganLoss.FeatureMatching(real, generated);

        // Means (2, 4) and (1, 2): half of 1 + 4. The gradient of each of 3 rows is a third of the difference.
        loss.item<double>().Should().BeApproximately(2.5, 1e-14);
        double[] slopes = Gradients.Of(loss, generated)[0];
        for (int row = 0; row < 3; row++)
        {
            slopes[2 * row].Should().BeApproximately(-1.0 / 3, 1e-14);
            slopes[(2 * row) + 1].Should().BeApproximately(-2.0 / 3, 1e-14);
        }

        real.grad.Should().BeNull("the generator does not change the real side");
    }

    [Fact]
    public void Every_place_of_every_map_is_a_feature()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor real = Tiny.Normal([4, 3, 2, 2], seed: 1);
        torch.Tensor generated = Tiny.Normal([5, 3, 2, 2], seed: 2);

        double maps = DcganLoss.FeatureMatching(real, generated).item<double>();

        maps.Should().BeApproximately(DcganLoss.FeatureMatching(real.flatten(1), generated.flatten(1)).item<double>(), 1e-14);
        maps.Should().BePositive();
        DcganLoss.FeatureMatching(real, real).item<double>().Should().Be(0);
    }

    [Fact]
    public void Features_that_do_not_fit_are_refused()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        static Action Of(torch.Tensor real, torch.Tensor generated) => () => DcganLoss.FeatureMatching(real, generated);

        Of(torch.zeros(4), torch.zeros(4)).Should().Throw<ArgumentException>()
            .WithMessage("realFeatures: expected [N, ...] but was [4].*");
        Of(torch.zeros(4, 6, 2), torch.zeros(4, 6)).Should().Throw<ArgumentException>()
            .WithMessage("generatedFeatures: expected [N, 6, 2] but was [4, 6].*");
        Of(torch.zeros(4, 6), torch.zeros(0, 6)).Should().Throw<ArgumentException>()
            .WithMessage("generatedFeatures: expected at least 1 row and 1 feature but was [0, 6].*");
        Of(torch.zeros(4, 6), torch.zeros(4, 6, dtype: torch.float64)).Should().Throw<ArgumentException>()
            .WithMessage("generatedFeatures: expected Float32 but was Float64.*");
    }
}
