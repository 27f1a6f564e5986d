using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Augmenting;

public sealed class AugmentationOptionsTests
{
    public static TheoryData<AugmentationOptions, string> OutOfRange() => new()
    {
        { new() { Probability = 1.5 }, "Probability: must be in [0, 1] but was 1.5.*" },
        { new() { Probability = double.NaN }, "Probability: must be in [0, 1] but was NaN.*" },
        { AugmentationOptions.DiffAugment with { AdaptiveTarget = -2 }, "AdaptiveTarget: must be in [-1, 1] but was -2.*" },
        { new() { AdaptiveTarget = 0.6 }, "AdaptiveTarget: needs Color, Translation or Cutout, whose probability it adjusts.*" },
        { new() { AdaptiveImages = 0 }, "AdaptiveImages: must be at least 1 but was 0.*" },
        { new() { InstanceNoise = -0.1 }, "InstanceNoise: must be at least 0 and finite but was -0.1.*" },
        { new() { InstanceNoiseSteps = -1 }, "InstanceNoiseSteps: must be at least 0 but was -1.*" },
    };

    [Theory]
    [MemberData(nameof(OutOfRange))]
    public void An_option_out_of_its_range_is_refused(AugmentationOptions options, string message) =>
        FluentActions.Invoking(() => new Augmentation(options)).Should().Throw<ArgumentException>().WithMessage(message);

    [Fact]
    public void The_default_is_nothing()
    {
        new AugmentationOptions().Should().Be(AugmentationOptions.None);
        AugmentationOptions.None.IsNone.Should().BeTrue();
        (AugmentationOptions.DiffAugment with { Probability = 0 }).IsNone.Should().BeTrue();
        AugmentationOptions.DiffAugment.IsNone.Should().BeFalse();
        new AugmentationOptions { InstanceNoise = 0.1 }.IsNone.Should().BeFalse();
        new AugmentationOptions { HorizontalFlip = true }.IsNone.Should().BeFalse();
        new AugmentationOptions { HorizontalFlip = true }.Augments.Should().BeFalse();
    }

    [Fact]
    public void Options_come_back_from_a_checkpoints_JSON()
    {
        AugmentationOptions options = AugmentationOptions.DiffAugment with { AdaptiveTarget = 0.6, InstanceNoise = 0.1 };

        StoredOptions.ToJson(options).Should().Be(
            """
            {"color":true,"translation":true,"cutout":true,"horizontal_flip":false,"probability":1,"adaptive_target":0.6,
            "adaptive_images":500000,"instance_noise":0.1,"instance_noise_steps":0}
            """.ReplaceLineEndings(string.Empty));
    }
}
