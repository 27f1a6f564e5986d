using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Dcgan.Core.Tests.Training;

/// <summary>
/// Tests steps of networks that are wide enough for minimal filtering: in libtorch's operations (512 and 5 channels), and over tiles (256
/// and 128).
/// </summary>
public sealed class FilteredStepTests
{
    private const int Batch = 32;

    [Theory]
    [InlineData(512, 5, false)]
    [InlineData(512, 5, true)]
    [InlineData(256, 128, false)]
    [InlineData(256, 128, true)]
    public void Frozen_parameters_stay_and_the_others_move(int wide, int narrow, bool alternates)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trainer(wide, narrow, alternates: alternates);
        foreach (Parameter parameter in (Parameter[])[trainer.Generator.get_parameter("stages.0.weight")!, trainer.Discriminator.get_parameter("stages.1.weight")!])
        {
            parameter.requires_grad = false;
        }

        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Step(Images());

        Dictionary<string, double[]> after = Tiny.Values(trainer);
        after["generator.stages.0.weight"].Should().Equal(before["generator.stages.0.weight"]);
        after["discriminator.stages.1.weight"].Should().Equal(before["discriminator.stages.1.weight"]);
        after["generator.project.linear.weight"].Should().NotEqual(before["generator.project.linear.weight"]);
        after["discriminator.stages.0.weight"].Should().NotEqual(before["discriminator.stages.0.weight"]);
    }

    [Theory]
    [InlineData(512, 5)]
    [InlineData(256, 128)]
    public void A_wholly_frozen_network_stays_and_the_other_moves(int wide, int narrow)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trainer(wide, narrow);
        foreach (Parameter parameter in trainer.Discriminator.parameters())
        {
            parameter.requires_grad = false;
        }

        DcganStep step = trainer.Step(Images());

        step.DiscriminatorGradientNorm.Should().Be(0);
        step.GeneratorGradientNorm.Should().BePositive();
    }

    [Theory]
    [InlineData(512, 5)]
    [InlineData(256, 128)]
    public void Trainers_on_several_threads_do_not_disturb_each_other(int wide, int narrow)
    {
        const int Trainers = 2;
        const int Steps = 4;
        var alone = new DcganStep[Trainers * Steps];
        var together = new DcganStep[Trainers * Steps];
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainer[] first = [.. Enumerable.Range(0, Trainers).Select(seed => Trainer(wide, narrow, seed))];
        DcganTrainer[] second = [.. Enumerable.Range(0, Trainers).Select(seed => Trainer(wide, narrow, seed))];
        for (int number = 0; number < Trainers; number++)
        {
            for (int step = 0; step < Steps; step++)
            {
                alone[(number * Steps) + step] = Step(first[number]);
            }
        }

        Together.Run(Trainers, Steps, (number, step) => together[(number * Steps) + step] = Step(second[number]));

        together.Should().Equal(alone);
        Array.ForEach([.. first, .. second], trainer => trainer.Dispose());

        static DcganStep Step(DcganTrainer trainer)
        {
            using DisposeScope inner = torch.NewDisposeScope();
            return trainer.Step(Images()) with { Duration = default };
        }
    }

    private static DcganTrainer Trainer(int wide, int narrow, long seed = 0, bool alternates = false) => DcganTrainer.Create(
        new() { LatentSize = 5, BaseSize = 4, Depths = [wide, narrow] },
        new() { BaseSize = 4, Depths = [narrow, wide] },
        new() { Seed = seed, Schedule = alternates ? UpdateSchedule.Alternating() : UpdateSchedule.Simultaneous });

    private static torch.Tensor Images() => torch.linspace(-1, 1, Batch * 3 * 16 * 16).view(Batch, 3, 16, 16);
}
