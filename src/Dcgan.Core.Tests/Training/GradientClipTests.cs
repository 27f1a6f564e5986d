using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class GradientClipTests
{
    [Fact]
    public void A_longer_gradient_is_shortened_to_the_limit_and_reported_as_it_was()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Descending(new DcganTrainerOptions { GradientClipNorm = 0.01 });
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        DcganStep step = trainer.Step(Tiny.Images());

        step.GeneratorGradientNorm.Should().BeGreaterThan(0.01);
        Distance(before, Tiny.Values(trainer), "generator").Should().BeApproximately(0.01, 1e-6);
        Distance(before, Tiny.Values(trainer), "discriminator").Should().BeApproximately(0.01, 1e-6);
    }

    [Fact]
    public void A_shorter_gradient_stays()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer clipped = Descending(new DcganTrainerOptions { GradientClipNorm = 1e6 });
        using DcganTrainer free = Descending(new DcganTrainerOptions());

        clipped.Step(Tiny.Images());
        free.Step(Tiny.Images());

        Tiny.Values(clipped).ShouldHaveTheBitsOf(Tiny.Values(free));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void A_limit_that_is_none_is_refused(double norm) =>
        FluentActions.Invoking(() => Tiny.Trainer(new DcganTrainerOptions { GradientClipNorm = norm }))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage("GradientClipNorm: must be *");

    /// <summary>Uses plain gradient descent with learning rate 1, so weights change by the gradient itself.</summary>
    private static DcganTrainer Descending(DcganTrainerOptions options)
    {
        Generator generator = new(Tiny.Generator);
        Discriminator discriminator = new(Tiny.Discriminator);
        DcganOptimizers optimizers = new(
            torch.optim.SGD(generator.parameters(), 1), torch.optim.SGD(discriminator.parameters(), 1));
        return new DcganTrainer(generator, discriminator, options, optimizers);
    }

    private static double Distance(Dictionary<string, double[]> before, Dictionary<string, double[]> after, string network) => Math.Sqrt(
        before.Where(entry => entry.Key.StartsWith(network, StringComparison.Ordinal) && !entry.Key.Contains("running", StringComparison.Ordinal))
            .Sum(entry => entry.Value.Zip(after[entry.Key]).Sum(pair => Math.Pow(pair.First - pair.Second, 2))));
}
