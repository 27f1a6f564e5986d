using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class OptionsTests
{
    [Fact]
    public void Generator_defaults_are_the_references()
    {
        var options = new GeneratorOptions();

        options.LatentSize.Should().Be(100);
        options.BaseSize.Should().Be(new SpatialSize(4, 4));
        options.Depths.Should().Equal(1024, 512, 256, 128);
        options.ImageChannels.Should().Be(3);
        options.ImageSize.Should().Be(new SpatialSize(64, 64));
        options.Initialization.Should().Be(Initialization.GlorotUniform);
        options.LatentDistribution.Should().Be(LatentDistribution.Uniform);
        options.Classes.Should().Be(0);
        options.Precision.Should().Be(ComputePrecision.Float32);
    }

    [Fact]
    public void Discriminator_defaults_are_the_references()
    {
        var options = new DiscriminatorOptions();

        options.BaseSize.Should().Be(new SpatialSize(4, 4));
        options.Depths.Should().Equal(64, 128, 256, 512);
        options.ImageChannels.Should().Be(3);
        options.ImageSize.Should().Be(new SpatialSize(64, 64));
        options.Initialization.Should().Be(Initialization.GlorotUniform);
        options.NormalizesFirstStage.Should().BeTrue();
        options.BatchNorm.Should().BeTrue();
        options.Logits.Should().Be(2);
        options.Classes.Should().Be(0);
        options.SpectralNorm.Should().BeFalse();
        options.Precision.Should().Be(ComputePrecision.Float32);
    }

    [Fact]
    public void Trainer_defaults_are_the_references()
    {
        var options = new DcganTrainerOptions();

        options.Seed.Should().Be(0);
        options.LearningRate.Should().Be(2e-4);
        options.Beta1.Should().Be(0.5);
        options.Beta2.Should().Be(0.999);
    }

    [Fact]
    public void Paper_presets_differ_from_the_defaults_in_what_the_paper_says()
    {
        GeneratorOptions.Paper.Should().Be(
            new GeneratorOptions { Initialization = Initialization.Normal, LatentDistribution = LatentDistribution.Normal });
        DiscriminatorOptions.Paper.Should().Be(
            new DiscriminatorOptions { Initialization = Initialization.Normal, NormalizesFirstStage = false });
    }

    [Fact]
    public void The_default_generators_mirror_is_the_default_discriminator() =>
        DiscriminatorOptions.Mirror(new GeneratorOptions()).Should().Be(new DiscriminatorOptions());

    [Fact]
    public void A_mirror_takes_sizes_and_channels_and_never_halves_to_nothing() =>
        DiscriminatorOptions.Mirror(new GeneratorOptions { BaseSize = 3, Depths = [5, 1], ImageChannels = 1, Classes = 7 })
            .Should().Be(new DiscriminatorOptions { BaseSize = 3, Depths = [1, 2], ImageChannels = 1, Classes = 7 });

    [Fact]
    public void A_mirror_takes_all_else_from_what_it_is_to_be_like() =>
        DiscriminatorOptions.Mirror(GeneratorOptions.Paper, DiscriminatorOptions.Paper).Should().Be(DiscriminatorOptions.Paper);

    [Fact]
    public void The_depths_of_a_mirrored_discriminator_are_the_generators_times_its_width()
    {
        DiscriminatorOptions.Mirror(new GeneratorOptions { Depths = [5, 1] }, width: 1).Depths.Should().Equal(1, 5);
        DiscriminatorOptions.Mirror(new GeneratorOptions { Depths = [5, 1] }, width: 1.5).Depths.Should().Equal(1, 7);
        FluentActions.Invoking(() => DiscriminatorOptions.Mirror(new GeneratorOptions(), width: 0)).Should().Throw<ArgumentException>()
            .WithMessage("width: must be above 0 but was 0.*");
    }

    [Theory]
    [InlineData(1, 1, 2)]
    [InlineData(7, 3, 56)]
    [InlineData(4, 6, 256)]
    public void Image_side_is_the_base_doubled_by_each_stage(int baseSize, int stages, int expected) =>
        new GeneratorOptions { BaseSize = baseSize, Depths = new Depths(Enumerable.Repeat(8, stages)) }
            .ImageSize.Should().Be(new SpatialSize(expected, expected));

    [Fact]
    public void Each_side_of_the_base_is_doubled_on_its_own()
    {
        new GeneratorOptions { BaseSize = (3, 4) }.ImageSize.Should().Be(new SpatialSize(48, 64));
        new DiscriminatorOptions { BaseSize = (5, 1), Depths = [8] }.ImageSize.Should().Be(new SpatialSize(10, 2));
        new GeneratorOptions { BaseSize = (3, 0) }.ImageSize.Should().Be(default(SpatialSize));
        new GeneratorOptions { BaseSize = (3, int.MaxValue) }.ImageSize.Should().Be(default(SpatialSize));
        DiscriminatorOptions.Mirror(new GeneratorOptions { BaseSize = (3, 4) }).BaseSize.Should().Be(new SpatialSize(3, 4));
    }

    public static TheoryData<GeneratorOptions, string> WrongGenerators => new()
    {
        { new() { LatentSize = 0 }, "LatentSize: must be at least 1 but was 0.*" },
        { new() { BaseSize = -4 }, "BaseSize: must be at least 1 but was -4.*" },
        { new() { Depths = [8, 4, 0] }, "Depths[2]: must be at least 1 but was 0.*" },
        { new() { Depths = [] }, "Depths: must have at least 1 depth but was empty.*" },
        { new() { Depths = null! }, "Depths: must have at least 1 depth but was empty.*" },
        { new() { Classes = -1 }, "Classes: must be at least 0 but was -1.*" },
        { new() { LabelSize = -1 }, "LabelSize: must be at least 0 but was -1.*" },
        { new() { Classes = int.MaxValue, LabelSize = 32 }, "Classes 2147483647 and LabelSize 32: together give a layer of 68719476704 weights, but at most 2147483647 are allowed.*" },
        { new() { Classes = 600_000 }, "Classes 600000 and Depths [1024, 512, 256, 128]: together give a layer of 2304000000 weights, but at most 2147483647 are allowed.*" },
        { new() { ImageChannels = 0 }, "ImageChannels: must be at least 1 but was 0.*" },
        { new() { KernelSize = 3 }, "KernelSize: must be at least 4 but was 3.*" },
        { new() { KernelSize = 6 }, "KernelSize: must be at most 5 but was 6.*" },
        { new() { Initialization = (Initialization)7 }, "Initialization: must be one of GlorotUniform, Normal but was 7.*" },
        { new() { LatentDistribution = (LatentDistribution)7 }, "LatentDistribution: must be one of Uniform, Normal but was 7.*" },
        {
            new() { Depths = new Depths(Enumerable.Repeat(1, 40)) },
            "BaseSize: 4 doubled by 40 stages must give image sides of at most 32768 pixels.*"
        },
        {
            new() { BaseSize = int.MaxValue },
            "BaseSize: 2147483647 doubled by 4 stages must give image sides of at most 32768 pixels.*"
        },
        { new() { BaseSize = (3, 0) }, "BaseSize: both sides must be at least 1 but was 3x0.*" },
        { new() { BaseSize = (-1, 3) }, "BaseSize: both sides must be at least 1 but was -1x3.*" },
        { new() { BaseSize = (1, 2_049) }, "BaseSize: 1x2049 doubled by 4 stages must give image sides of at most 32768 pixels.*" },
        { new() { BaseSize = (2_049, 1) }, "BaseSize: 2049x1 doubled by 4 stages must give image sides of at most 32768 pixels.*" },
        {
            new() { BaseSize = (2_048, 1_024) },
            "LatentSize 100, BaseSize 2048x1024 and Depths[0] 1024: together give a layer of 214748364800 weights, but at most 2147483647 are allowed.*"
        },
        { new() { Depths = [2_000_000_000, 1] }, "Depths[0] 2000000000 and Depths[1] 1: together give a layer of 50000000000 weights, but at most 2147483647 are allowed.*" },
        { new() { Depths = [70_000, 70_000] }, "Depths[0] 70000 and Depths[1] 70000: together give a layer of 122500000000 weights, but at most 2147483647 are allowed.*" },
        {
            new() { LatentSize = int.MaxValue },
            "LatentSize 2147483647, BaseSize 4 and Depths[0] 1024: together give a layer of 35184372072448 weights, but at most 2147483647 are allowed.*"
        },
        { new() { Precision = (ComputePrecision)7 }, "Precision: must be one of Float32, BFloat16 but was 7.*" },
    };

    [Theory]
    [MemberData(nameof(WrongGenerators), DisableDiscoveryEnumeration = true)]
    public void A_generator_refuses_options_by_name_rule_and_value(GeneratorOptions options, string message)
    {
        Action build = () => new Generator(options).Dispose();

        build.Should().Throw<ArgumentException>().WithMessage(message);
    }

    public static TheoryData<DiscriminatorOptions, string> WrongDiscriminators => new()
    {
        { new() { BaseSize = 0 }, "BaseSize: must be at least 1 but was 0.*" },
        { new() { Depths = [0] }, "Depths[0]: must be at least 1 but was 0.*" },
        { new() { Classes = -1 }, "Classes: must be at least 0 but was -1.*" },
        { new() { Classes = int.MaxValue }, "Classes 2147483647 and Depths[3] 512: together give a layer of 1099511627264 weights, but at most 2147483647 are allowed.*" },
        { new() { Logits = 0 }, "Logits: must be at least 1 but was 0.*" },
        { new() { Logits = 3 }, "Logits: must be at most 2 but was 3.*" },
        { new() { ImageChannels = -1 }, "ImageChannels: must be at least 1 but was -1.*" },
        { new() { Initialization = (Initialization)7 }, "Initialization: must be one of GlorotUniform, Normal but was 7.*" },
        {
            new() { BaseSize = (16_000, 8_000), Depths = [100] },
            "Depths[0] 100 and BaseSize 16000x8000: together give a layer of 25600000000 weights, but at most 2147483647 are allowed.*"
        },
        { new() { BaseSize = 16_000, Depths = [100] }, "Depths[0] 100 and BaseSize 16000: together give a layer of 51200000000 weights, but at most 2147483647 are allowed.*" },
    };

    [Theory]
    [MemberData(nameof(WrongDiscriminators), DisableDiscoveryEnumeration = true)]
    public void A_discriminator_refuses_options_by_name_rule_and_value(DiscriminatorOptions options, string message)
    {
        Action build = () => new Discriminator(options).Dispose();

        build.Should().Throw<ArgumentException>().WithMessage(message);
    }

    public static TheoryData<DcganTrainerOptions, string> WrongTrainers => new()
    {
        { new() { LearningRate = -1 }, "LearningRate: must be at least 0 and finite but was -1.*" },
        { new() { LearningRate = double.NaN }, "LearningRate: must be at least 0 and finite but was NaN.*" },
        { new() { Beta1 = 1 }, "Beta1: must be at least 0 and below 1 but was 1.*" },
        { new() { Beta2 = -0.5 }, "Beta2: must be at least 0 and below 1 but was -0.5.*" },
    };

    [Theory]
    [MemberData(nameof(WrongTrainers), DisableDiscoveryEnumeration = true)]
    public void A_trainer_refuses_options_by_name_rule_and_value(DcganTrainerOptions options, string message)
    {
        Action build = () => DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, options).Dispose();

        build.Should().Throw<ArgumentException>().WithMessage(message);
    }
}
