using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

/// <summary>A host that updates the networks itself keeps counts, average and augmentation as <c>Step</c> does.</summary>
public sealed class CompleteStepTests
{
    private static readonly DcganTrainerOptions Options = new()
    {
        EmaDecay = 0.9,
        EmaWarmup = 3,
        Augmentation = AugmentationOptions.DiffAugment with { AdaptiveTarget = -0.9, AdaptiveImages = 100 },
    };

    [Theory]
    [InlineData(0, 0.9)]
    [InlineData(30, 0)]
    public void A_hosts_loop_equals_Step(double halfLife, double decay)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainerOptions options = Options with { EmaHalfLife = halfLife, EmaDecay = decay, EmaWarmup = halfLife > 0 ? 0 : 3 };
        using DcganTrainer steps = Tiny.Trainer(options);
        using DcganTrainer own = Tiny.Trainer(options);
        own.train();
        for (int step = 0; step < 8; step++)
        {
            torch.Tensor images = Tiny.Images(4, seed: step);
            _ = steps.Step(images);
            _ = Tiny.OwnStep(own, images);
        }

        own.StepCount.Should().Be(8);
        own.EpochStep.Should().Be(8);
        own.ImagesSeen.Should().Be(32);
        own.AugmentationProbability.Should().Be(steps.AugmentationProbability).And.BeGreaterThan(0);
        Tiny.Values(own).ShouldHaveTheBitsOf(Tiny.Values(steps));
    }

    /// <summary>A step keeps the memory of the temporaries of its convolutions, which these networks compute over tiles; own loops do not.</summary>
    [Theory]
    [InlineData(ComputePrecision.Float32)]
    [InlineData(ComputePrecision.BFloat16)]
    public void A_hosts_loop_equals_Step_in_networks_with_tiles(ComputePrecision precision)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer steps = Trainer();
        using DcganTrainer own = Trainer();
        own.train();
        for (int step = 0; step < 2; step++)
        {
            torch.Tensor images = Tiny.Images(32, seed: step, size: 32);
            _ = steps.Step(images);
            _ = Tiny.OwnStep(own, images);
        }

        Tiny.Values(own).ShouldHaveTheBitsOf(Tiny.Values(steps));

        DcganTrainer Trainer() => DcganTrainer.Create(
            new GeneratorOptions { LatentSize = 5, BaseSize = 8, Depths = [192, 64], Precision = precision },
            new DiscriminatorOptions { BaseSize = 8, Depths = [64, 192], Precision = precision });
    }

    [Fact]
    public void A_half_life_needs_the_number_of_images()
    {
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaHalfLife = 30 });

        trainer.Invoking(it => it.CompleteStep()).Should().Throw<InvalidOperationException>()
            .WithMessage("CompleteStep: pass the number of images, on which EmaHalfLife depends, because forward has not been called.");
        trainer.Invoking(it => it.CompleteStep(0)).Should().Throw<ArgumentException>().WithMessage("images: must be at least 1 but was 0.*");
        trainer.Invoking(it => it.CompleteStep(1L << 31)).Should().Throw<ArgumentException>().WithMessage("images: must be at most 2147483647*");
        trainer.StepCount.Should().Be(0);

        trainer.CompleteStep(5);

        trainer.ImagesSeen.Should().Be(5);
    }

    [Fact]
    public void A_calibration_of_earlier_weights_is_discarded()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Generator.Calibrate(16);

        trainer.CompleteStep();

        trainer.Generator.IsCalibrated.Should().BeFalse();
    }

    [Fact]
    public void Scores_that_are_not_finite_do_not_reach_the_adaptive_probability()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(Options);
        trainer.train();
        _ = trainer.call(Tiny.OverflowingImages());

        trainer.CompleteStep();
        trainer.CompleteStep();

        trainer.StepCount.Should().Be(2);
        trainer.AugmentationProbability.Should().Be(0);
    }

    [Fact]
    public void It_cannot_be_called_within_a_step()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        Exception? thrown = null;
        _ = trainer.Discriminator.register_forward_hook((_, _, output) =>
        {
            thrown ??= trainer.Invoking(it => it.CompleteStep()).Should().Throw<InvalidOperationException>().Which;
            return output;
        });

        _ = trainer.Step(Tiny.Images());

        thrown!.Message.Should().StartWith("CompleteStep: another step of this trainer is in progress.");
        trainer.StepCount.Should().Be(1);
    }
}
