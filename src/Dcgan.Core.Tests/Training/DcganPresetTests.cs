using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public class DcganPresetTests
{
    public static TheoryData<string> Names => ["reference", "paper", "recommended", "few images"];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_preset_trains_in_any_shape(string name)
    {
        DcganPreset preset = Named(name).For([4, 2], baseSize: 2, imageChannels: 1);
        preset = preset with { Trainer = preset.Trainer with { Seed = 5 } };
        using DcganTrainer trainer = preset.CreateTrainer();
        using torch.Tensor images = torch.zeros(4, 1, 8, 8);

        trainer.Step(images).Number.Should().Be(1);

        trainer.Options.Seed.Should().Be(5);
        trainer.Generator.Options.Should().Be(preset.Generator);
        trainer.Discriminator.Options.Should().Be(preset.Discriminator);
    }

    [Theory]
    [InlineData(1024, 0, 200_000)]
    [InlineData(512, 65_825, 200_000)]
    [InlineData(512, 1_000_000, 1_000_000)]
    [InlineData(511, 65_825, 0)]
    [InlineData(128, 1_000_000, 0)]
    public void Learning_rates_of_wide_networks_fall_over_the_run_but_not_too_soon(int firstDepth, long images, long expected)
    {
        DcganPreset preset = DcganPreset.Recommended.ForImages(64, firstDepth);

        preset.ForRun(images).Should().Be(preset with { Trainer = preset.Trainer with { LearningRateDecayImages = expected } });
        DcganPreset.Recommended.Invoking(it => it.ForRun(-1 - images)).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage("images: must be at least 0 but was -*");
    }

    [Fact]
    public void The_reference_is_what_every_option_is_by_default() =>
        DcganPreset.Reference.Should().Be(new DcganPreset
        {
            Generator = new GeneratorOptions(),
            Discriminator = DiscriminatorOptions.Mirror(new GeneratorOptions()),
            Trainer = new DcganTrainerOptions(),
        });

    [Theory]
    [MemberData(nameof(Names))]
    public void Another_shape_changes_nothing_else(string name)
    {
        DcganPreset preset = Named(name);

        DcganPreset shaped = preset.For([8, 4, 2]);

        shaped.Should().Be(preset with
        {
            Generator = preset.Generator with { Depths = [8, 4, 2] },
            Discriminator = preset.Discriminator with { Depths = name is "recommended" or "few images" ? [2, 4, 8] : [1, 2, 4] },
            Trainer = preset.Trainer with { LearningRate = name is "recommended" or "few images" ? 4e-4 : 2e-4 },
        });
        shaped.For(preset.Generator.Depths).Should().Be(preset);
    }

    [Theory]
    [InlineData("64", "4x4", new[] { 1024, 512, 256, 128 })]
    [InlineData("128", "4x4", new[] { 1024, 512, 256, 128, 64 })]
    [InlineData("48x64", "3x4", new[] { 1024, 512, 256, 128 })]
    [InlineData("96", "6x6", new[] { 1024, 512, 256, 128 })]
    [InlineData("28", "7x7", new[] { 1024, 512 })]
    [InlineData("50x30", "25x15", new[] { 1024 })]
    [InlineData("2", "1x1", new[] { 1024 })]
    [InlineData("32768", "4x4", new[] { 1024, 512, 256, 128, 64, 32, 16, 8, 4, 2, 1, 1, 1 })]
    public void The_size_of_the_images_gives_the_stages(string size, string baseSize, int[] depths)
    {
        DcganPreset preset = DcganPreset.Reference.ForImages(SpatialSize.Parse(size), imageChannels: 1, classes: 3);

        preset.Should().Be(DcganPreset.Reference.For(depths, SpatialSize.Parse(baseSize), imageChannels: 1, classes: 3));
        preset.Generator.ImageSize.Should().Be(SpatialSize.Parse(size));
    }

    [Fact]
    public void The_first_depth_gives_the_others() =>
        DcganPreset.Recommended.ForImages((48, 64), firstDepth: 100).Should().Be(DcganPreset.Recommended.For([100, 50, 25, 12], (3, 4)));

    [Theory]
    [InlineData(101, 64, "101x64")]
    [InlineData(64, 1, "64x1")]
    [InlineData(0, 0, "0")]
    [InlineData(-4, -4, "-4")]
    [InlineData(65536, 65536, "65536")]
    public void Sides_that_no_stage_doubles_are_refused(int height, int width, string text) =>
        DcganPreset.Paper.Invoking(preset => preset.ForImages((height, width))).Should().Throw<ArgumentOutOfRangeException>()
            .WithMessage($"imageSize: both sides must be even, because every stage doubles them, and in [2, 32768], but was {text}.*");

    [Theory]
    [InlineData(4096, 2e-4)]
    [InlineData(1024, 2e-4)]
    [InlineData(256, 2.8284271247461903e-4)]
    [InlineData(128, 3.3635856610148584e-4)]
    [InlineData(64, 4e-4)]
    [InlineData(1, 4e-4)]
    public void The_recommended_rate_follows_the_width_of_the_networks(int depth, double rate)
    {
        DcganPreset preset = DcganPreset.Recommended with
        {
            Trainer = DcganPreset.Recommended.Trainer with { DiscriminatorLearningRate = 4e-4 },
        };

        DcganPreset shaped = preset.For([depth, 2]);

        shaped.Trainer.LearningRate.Should().BeApproximately(rate, 1e-12);
        shaped.Trainer.DiscriminatorLearningRate.Should().BeApproximately(2 * rate, 1e-12, "the ratio of both rates stays");
        shaped.For([128]).For([512]).Trainer.LearningRate.Should().BeApproximately(
            preset.For([512]).Trainer.LearningRate, 1e-12, "only the last shape counts");
        (preset with { ScalesLearningRate = false }).For([depth]).Trainer.Should().Be(preset.Trainer);
    }

    [Theory]
    [InlineData("reference")]
    [InlineData("paper")]
    public void Published_rates_stay_unless_the_host_asks(string name)
    {
        Named(name).For([128, 64]).Trainer.Should().Be(Named(name).Trainer);
        (Named(name) with { ScalesLearningRate = true }).For([256, 64]).Trainer.LearningRate.Should().Be(2.8284271247461903e-4);
    }

    [Fact]
    public void A_shape_that_is_none_is_refused() =>
        DcganPreset.Recommended.Invoking(preset => preset.For([8, 0])).Should().Throw<ArgumentException>().WithMessage("Depths*");

    private static DcganPreset Named(string name) => name switch
    {
        "paper" => DcganPreset.Paper,
        "recommended" => DcganPreset.Recommended,
        "few images" => DcganPreset.FewImages,
        _ => DcganPreset.Reference,
    };
}
