using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public class DcganPresetTests
{
    public static TheoryData<string> Names => ["reference", "paper", "recommended"];

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
            Discriminator = preset.Discriminator with { Depths = [1, 2, 4] },
        });
        shaped.For(preset.Generator.Depths).Should().Be(preset);
    }

    [Fact]
    public void A_shape_that_is_none_is_refused() =>
        DcganPreset.Recommended.Invoking(preset => preset.For([8, 0])).Should().Throw<ArgumentException>().WithMessage("Depths*");

    private static DcganPreset Named(string name) => name switch
    {
        "paper" => DcganPreset.Paper,
        "recommended" => DcganPreset.Recommended,
        _ => DcganPreset.Reference,
    };
}
