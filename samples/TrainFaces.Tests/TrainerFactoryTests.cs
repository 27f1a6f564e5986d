using Dcgan.Core;
using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests;

public class TrainerFactoryTests
{
    private static readonly TrainFacesOptions Run = new() { Out = "out", Depths = [256, 128], Seed = 3 };

    [Fact]
    public void Narrow_networks_learn_at_a_higher_rate_of_the_preset()
    {
        var options = TrainerFactory.TrainerOptions(new DcganTrainerOptions { LearningRate = 1e-4, DiscriminatorLearningRate = 4e-4 }, Run);

        options.Should().Be(new DcganTrainerOptions { Seed = 3, LearningRate = 2e-4, DiscriminatorLearningRate = 8e-4 });
    }

    [Fact]
    public void A_rate_that_the_user_names_is_the_generators_and_the_discriminators_stays_in_proportion()
    {
        var options = TrainerFactory.TrainerOptions(
            new DcganTrainerOptions { LearningRate = 1e-4, DiscriminatorLearningRate = 4e-4 }, Run with { LearningRate = 3e-4 });

        options.LearningRate.Should().Be(3e-4);
        options.DiscriminatorLearningRate.Should().BeApproximately(12e-4, 1e-12, "a quotient of decimal fractions is rounded");
    }

    [Fact]
    public void A_preset_has_the_rest_of_its_training() =>
        TrainerFactory.TrainerOptions(DcganPreset.Recommended.Trainer, Run).Should().Be(
            DcganPreset.Recommended.Trainer with { Seed = 3, LearningRate = 2 * DcganPreset.Recommended.Trainer.LearningRate });

    [Theory]
    [InlineData(nameof(Preset.Reference))]
    [InlineData(nameof(Preset.Paper))]
    public void The_known_presets_train_as_they_did(string preset) =>
        TrainerFactory.TrainerOptions(TrainerFactory.Named(Enum.Parse<Preset>(preset)).Trainer, Run).Should().Be(
            new DcganTrainerOptions { Seed = 3, LearningRate = 4e-4 });
}
