using Dcgan.Core;
using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests;

public class TrainerFactoryTests
{
    private static readonly TrainFacesOptions Run = new() { Out = "out", Depths = [256, 128], Seed = 3 };

    [Fact]
    public void A_rate_from_the_user_keeps_the_ratio_of_the_two_rates()
    {
        var options = TrainerFactory.TrainerOptions(
            new DcganTrainerOptions { LearningRate = 1e-4, DiscriminatorLearningRate = 4e-4 }, Run with { LearningRate = 3e-4 });

        options.LearningRate.Should().Be(3e-4);
        options.DiscriminatorLearningRate.Should().BeApproximately(12e-4, 1e-12, "the division is rounded");
    }

    [Fact]
    public void Other_training_options_come_from_the_preset() =>
        TrainerFactory.TrainerOptions(DcganPreset.Recommended.Trainer, Run with { Data = "faces" })
            .Should().Be(DcganPreset.Recommended.Trainer with { Seed = 3 });

    [Theory]
    [InlineData(null, nameof(Preset.Recommended), 0.1)]
    [InlineData("faces", nameof(Preset.Recommended), 0)]
    [InlineData("faces", nameof(Preset.FewImages), 0)]
    [InlineData(null, nameof(Preset.Reference), 0)]
    public void Only_the_recommended_preset_smooths_labels_and_only_on_drawn_faces(string? data, string preset, double expected)
    {
        var options = Run with { Data = data, Preset = Enum.Parse<Preset>(preset) };

        TrainerFactory.TrainerOptions(TrainerFactory.GetPreset(options.Preset).Trainer, options).Loss.LabelSmoothing.Should().Be(expected);
    }

    [Theory]
    [InlineData(nameof(Preset.Reference))]
    [InlineData(nameof(Preset.Paper))]
    [InlineData(nameof(Preset.Recommended))]
    [InlineData(nameof(Preset.FewImages))]
    public void Narrow_networks_use_a_higher_rate_with_every_preset(string preset)
    {
        var shaped = TrainerFactory.GetPreset(Enum.Parse<Preset>(preset)).For(Run.Depths);

        TrainerFactory.TrainerOptions(shaped.Trainer, Run).LearningRate.Should().BeApproximately(2.828e-4, 1e-7, "256 is a quarter of 1024");
    }

    [Theory]
    [InlineData(nameof(Preset.Recommended), null, null, 0.1, 16)]
    [InlineData(nameof(Preset.Recommended), 0.2, null, 0.2, 16)]
    [InlineData(nameof(Preset.Recommended), null, 9, 0.1, 9)]
    [InlineData(nameof(Preset.Recommended), 0.0, null, 0, 1)]
    [InlineData(nameof(Preset.Reference), null, null, 0, 1)]
    [InlineData(nameof(Preset.Reference), 0.2, null, 0.2, 1)]
    [InlineData(nameof(Preset.Reference), 0.2, 9, 0.2, 9)]
    public void R1_is_the_users_or_the_presets(string preset, double? weight, int? interval, double expectedWeight, int expectedInterval)
    {
        var options = Run with { Preset = Enum.Parse<Preset>(preset), R1 = weight, R1Interval = interval };

        TrainerFactory.TrainerOptions(TrainerFactory.GetPreset(options.Preset).Trainer, options).Loss
            .Should().Match<DcganLossOptions>(loss => loss.R1Weight == expectedWeight && loss.PenaltyInterval == expectedInterval);
    }

    [Theory]
    [InlineData(null, null, 0.1)]
    [InlineData(null, "photos", 0)]
    [InlineData(0.0, null, 0)]
    [InlineData(0.2, "photos", 0.2)]
    public void Labels_are_smoothed_as_the_user_says_and_else_only_for_drawn_faces(double? smoothing, string? data, double expected) =>
        TrainerFactory.TrainerOptions(DcganPreset.Recommended.Trainer, Run with { Data = data, LabelSmoothing = smoothing }).Loss.LabelSmoothing
            .Should().Be(expected);

    [Theory]
    [InlineData(nameof(Preset.Recommended), null, null, null, 5000)]
    [InlineData(nameof(Preset.Recommended), null, null, "trained", 0)]
    [InlineData(nameof(Preset.Recommended), null, 7L, "trained", 7)]
    [InlineData(nameof(Preset.Recommended), 0.2, 0L, null, 0)]
    [InlineData(nameof(Preset.Recommended), 0.0, null, null, 0)]
    [InlineData(nameof(Preset.Reference), 0.2, null, null, 0)]
    [InlineData(nameof(Preset.Reference), 0.2, 7L, null, 7)]
    public void Penalties_start_where_the_user_says_and_else_late_if_the_discriminator_is_untrained(
        string preset, double? weight, long? start, string? startFrom, long expected)
    {
        var options = Run with { Preset = Enum.Parse<Preset>(preset), R1 = weight, R1Start = start, StartFrom = startFrom };

        TrainerFactory.TrainerOptions(TrainerFactory.GetPreset(options.Preset).Trainer, options).Loss.PenaltyStart.Should().Be(expected);
    }

    [Fact]
    public void A_start_needs_a_penalty() =>
        FluentActions.Invoking(() => TrainerFactory.TrainerOptions(DcganPreset.Reference.Trainer, Run with { R1Start = 9 }))
            .Should().Throw<SampleException>().WithMessage("--r1-start 9: needs --r1, the weight of the penalty, above 0.");

    [Theory]
    [InlineData(nameof(Preset.Reference), null)]
    [InlineData(nameof(Preset.Recommended), 0.0)]
    public void An_interval_needs_a_penalty(string preset, double? weight) =>
        FluentActions.Invoking(() => TrainerFactory.TrainerOptions(
                TrainerFactory.GetPreset(Enum.Parse<Preset>(preset)).Trainer, Run with { R1 = weight, R1Interval = 9 }))
            .Should().Throw<SampleException>().WithMessage("--r1-interval 9: needs --r1, the weight of the penalty, above 0.");

    [Theory]
    [InlineData(nameof(Preset.Recommended), null, 600_000)]
    [InlineData(nameof(Preset.Recommended), 5, 300_000)]
    [InlineData(nameof(Preset.Recommended), 0, 0)]
    [InlineData(nameof(Preset.Reference), null, 0)]
    [InlineData(nameof(Preset.Reference), 5, 300_000)]
    public void Rates_fall_over_the_epochs_with_the_recommended_preset_or_if_the_user_wants_it(string preset, int? decayEpochs, long expected)
    {
        var options = Run with { Preset = Enum.Parse<Preset>(preset), Epochs = 10, DecayEpochs = decayEpochs, MaxSteps = 7 };

        TrainerFactory.WithDecay(TrainerFactory.GetPreset(options.Preset), options, imagesPerEpoch: 60_000)
            .Trainer.LearningRateDecayImages.Should().Be(expected);
    }
}
