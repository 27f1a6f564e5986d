using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Dcgan.Core.Tests.Training;

/// <summary>FreezeD: the parameters of the discriminator's first stages do not change, and everything else trains as before.</summary>
public sealed class FrozenStagesTests : IDisposable
{
    private readonly DisposeScope scope = torch.NewDisposeScope();
    private readonly TestFolder folder = new();

    public void Dispose()
    {
        folder.Dispose();
        scope.Dispose();
    }

    public static TheoryData<int, bool, bool> Runs()
    {
        var runs = new TheoryData<int, bool, bool>();
        foreach (int stages in (int[])[0, 1, 2])
        {
            runs.Add(stages, true, false);
            runs.Add(stages, false, true);
        }

        return runs;
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public void The_parameters_of_the_first_stages_stay_and_all_others_move(int stages, bool alternates, bool spectral)
    {
        DcganTrainerOptions options = new()
        {
            FrozenDiscriminatorStages = stages,
            Schedule = alternates ? UpdateSchedule.Alternating() : UpdateSchedule.Simultaneous,
            Loss = new() { R1Weight = 1 },
        };
        using DcganTrainer trainer = Tiny.Trainer(options, Tiny.Discriminator with { SpectralNorm = spectral });

        MovedBy(() => trainer.Step(Tiny.Images()), trainer).Should().Equal(AllBut(trainer, stages));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_that_a_host_has_frozen_whole_stays_while_the_other_trains(bool isGenerator)
    {
        using DcganTrainer trainer = Tiny.Trainer();
        torch.nn.Module frozen = isGenerator ? trainer.Generator : trainer.Discriminator;
        foreach (Parameter parameter in frozen.parameters())
        {
            parameter.requires_grad = false;
        }

        string[] moved = MovedBy(() => trainer.Step(Tiny.Images()), trainer);

        moved.Should().NotBeEmpty().And.OnlyContain(name => name.StartsWith(isGenerator ? "discriminator." : "generator.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(OptimizerKind.Adam)]
    [InlineData(OptimizerKind.Momentum)]
    public void A_hosts_optimizer_with_weight_decay_does_not_shrink_frozen_parameters(OptimizerKind kind)
    {
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        torch.optim.Optimizer Optimizer(torch.nn.Module network) => kind == OptimizerKind.Adam
            ? torch.optim.Adam(network.parameters(), lr: 0.01, weight_decay: 0.1)
            : torch.optim.SGD(network.parameters(), learningRate: 0.01, momentum: 0.9, weight_decay: 0.1);
        using var trainer = new DcganTrainer(
            generator, discriminator, new() { FrozenDiscriminatorStages = 1 }, new(Optimizer(generator), Optimizer(discriminator)));

        Action steps = () =>
        {
            trainer.Step(Tiny.Images());
            trainer.Step(Tiny.Images());
        };

        MovedBy(steps, trainer).Should().Equal(AllBut(trainer, 1));
    }

    [Fact]
    public void The_running_statistics_of_a_frozen_stage_follow_the_images()
    {
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { FrozenDiscriminatorStages = 2 });
        Dictionary<string, double[]> before = Tiny.Values(trainer.Discriminator);

        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> after = Tiny.Values(trainer.Discriminator);
        trainer.Invoking(it => it.Step(Tiny.OverflowingImages())).Should().Throw<DcganDivergedException>();

        after["stages.0.norm.running_mean"].Should().NotEqual(before["stages.0.norm.running_mean"]);
        after["stages.0.norm.weight"].Should().Equal(before["stages.0.norm.weight"]);
        Tiny.Values(trainer.Discriminator).ShouldHaveTheBitsOf(after);
    }

    [Fact]
    public void Stages_stay_frozen_when_the_trainer_moves_and_when_a_checkpoint_is_opened_or_loaded()
    {
        DcganTrainerOptions options = new() { FrozenDiscriminatorStages = 1, EmaDecay = 0.9 };
        using DcganTrainer trainer = Tiny.Trainer(options);
        trainer.Step(Tiny.Images());
        trainer.to(torch.float64);
        trainer.Save(folder["run"]);

        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        using DcganTrainer loaded = Tiny.Trainer(options);
        loaded.to(torch.float64);
        loaded.Load(folder["run"]);

        foreach (DcganTrainer each in new[] { trainer, opened, loaded })
        {
            MovedBy(() => each.Step(Tiny.Images().to(torch.float64)), each).Should().Equal(AllBut(each, 1));
        }
    }

    [Fact]
    public void A_run_does_not_load_into_a_trainer_that_freezes_other_stages()
    {
        using DcganTrainer frozen = Tiny.Trainer(new DcganTrainerOptions { FrozenDiscriminatorStages = 2 });
        using DcganTrainer free = Tiny.Trainer();
        frozen.Save(folder["run"]);

        free.Invoking(it => it.Load(folder["run"])).Should().Throw<CheckpointException>()
            .WithMessage("*trainer option frozen_discriminator_stages: expected none but found 2.");
    }

    [Fact]
    public void The_networks_of_a_run_start_a_run_that_freezes_other_stages()
    {
        using (DcganTrainer first = Tiny.Trainer(new DcganTrainerOptions { FrozenDiscriminatorStages = 2 }))
        {
            first.Step(Tiny.Images());
            first.Save(folder["run"]);
        }

        using var second = new DcganTrainer(
            Generator.Open(folder["run"]), Discriminator.Open(folder["run"]), new() { FrozenDiscriminatorStages = 1, LearningRate = 0.01 });

        MovedBy(() => second.Step(Tiny.Images()), second).Should().Equal(AllBut(second, 1));
        second.StepCount.Should().Be(1);
    }

    [Theory]
    [InlineData(-1, "FrozenDiscriminatorStages: must be at least 0 but was -1.*")]
    [InlineData(3, "FrozenDiscriminatorStages: must be at most 2 but was 3.*")]
    public void The_number_is_limited_by_the_stages_and_a_failed_constructor_freezes_nothing(int stages, string message)
    {
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);

        FluentActions.Invoking(() => new DcganTrainer(generator, discriminator, new() { FrozenDiscriminatorStages = stages }))
            .Should().Throw<ArgumentOutOfRangeException>().WithMessage(message);
        using var other = new Generator(Tiny.Generator with { ImageChannels = 1 });
        FluentActions.Invoking(() => new DcganTrainer(other, discriminator, new() { FrozenDiscriminatorStages = 1 }))
            .Should().Throw<ArgumentException>();

        discriminator.parameters().Should().OnlyContain(parameter => parameter.requires_grad);
    }

    [Fact]
    public void What_the_host_freezes_itself_stays_until_the_run_is_opened_again()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        Parameter weight = trainer.Discriminator.get_parameter("stages.1.weight")!;
        weight.requires_grad_(false);

        MovedBy(() => trainer.Step(Tiny.Images()), trainer).Should().NotContain("discriminator.stages.1.weight").And.Contain("discriminator.stages.0.weight");

        trainer.Save(folder["run"]);
        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        MovedBy(() => opened.Step(Tiny.Images()), opened).Should().Contain("discriminator.stages.1.weight");
    }

    private static string[] AllBut(DcganTrainer trainer, int stages) =>
    [
        .. trainer.named_parameters()
            .Where(named => !named.name.StartsWith("averaged_generator.", StringComparison.Ordinal))
            .Select(named => named.name)
            .Where(name => !Enumerable.Range(0, stages).Any(stage => name.StartsWith($"discriminator.stages.{stage}.", StringComparison.Ordinal)))
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>The names of the parameters of both networks that an action changes.</summary>
    private static string[] MovedBy(Action action, DcganTrainer trainer)
    {
        Dictionary<string, double[]> before = Tiny.Values(trainer);
        action();
        Dictionary<string, double[]> after = Tiny.Values(trainer);
        HashSet<string> parameters = [.. trainer.named_parameters().Select(named => named.name)];
        return
        [
            .. after.Keys.Where(name => parameters.Contains(name) && !name.StartsWith("averaged_generator.", StringComparison.Ordinal))
                .Where(name => !after[name].AsSpan().SequenceEqual(before[name]))
                .Order(StringComparer.Ordinal),
        ];
    }
}
