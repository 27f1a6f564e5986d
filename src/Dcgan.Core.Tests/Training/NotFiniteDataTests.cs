using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

/// <summary>NaN in the data is a mistake of the caller, not a divergence of the training.</summary>
public sealed class NotFiniteDataTests
{
    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    [InlineData(float.NegativeInfinity)]
    public void Images_with_a_value_that_is_not_finite_are_named_and_nothing_changes(float value)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = Tiny.Values(trainer);
        torch.Tensor images = Tiny.Images();
        images[3, 2, 1, 0] = value;

        trainer.Invoking(it => it.Step(images)).Should().Throw<ArgumentException>()
            .WithMessage("images: must be finite but contain NaN or infinite values. Nothing has changed.*").WithParameterName("images");

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        trainer.StepCount.Should().Be(1);
        log.Lines[^1].Should().Be(
            "Error: Step 2 was not made; the state after the previous step is unchanged. images: must be finite but contain NaN or infinite values.");
        log.Lines.Should().NotContain(line => line.Contains("diverged"));
    }

    [Fact]
    public void Latents_with_NaN_are_named()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        torch.Tensor latents = trainer.Generator.DrawLatents(4, seed: 1);
        latents[0, 0] = float.NaN;

        trainer.Invoking(it => it.Step(Tiny.Images(), latents: latents)).Should().Throw<ArgumentException>()
            .WithMessage("latents: must be finite but contain NaN or infinite values. Nothing has changed.*").WithParameterName("latents");
    }

    [Theory]
    [InlineData(DivergencePolicy.Skip)]
    [InlineData(DivergencePolicy.RollBack)]
    public void A_run_that_goes_on_skips_them_and_goes_back_to_nothing(DivergencePolicy policy)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        DcganTrainerOptions options = new() { DivergencePolicy = policy, RollBackInterval = 10 };
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, options, log);
        trainer.Step(Tiny.Images());
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Step(Tiny.Images() * double.NaN).Outcome.Should().Be(StepOutcome.Skipped);

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        log.Lines.Should().Contain(
            "Error: Step 3 was not made; the state after the previous step is unchanged. images: must be finite but contain NaN or infinite values.");
        log.Lines.Should().NotContain(line => line.Contains("diverged"));
        for (int step = 1; step < 10; step++)
        {
            trainer.Step(Tiny.Images() * double.NaN);
        }

        trainer.Invoking(it => it.Step(Tiny.Images() * double.NaN)).Should().Throw<ArgumentException>().WithMessage("images: must be finite *");
        trainer.Step(Tiny.OverflowingImages()).Outcome.Should().Be(
            policy == DivergencePolicy.Skip ? StepOutcome.Skipped : StepOutcome.RolledBack, "faulty data do not count as divergences");
    }
}
