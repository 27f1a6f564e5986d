using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Training;

/// <summary>A step that throws changes nothing, whatever throws and at whatever point.</summary>
public sealed class StepTransactionTests
{
    public enum Schedule
    {
        Simultaneous,
        Alternating,
        SeveralUpdates,
    }

    /// <summary>
    /// Every schedule, network and penalty with Adam, and every optimizer, in the first step and in a later step.
    /// </summary>
    public static TheoryData<Schedule, bool, bool, OptimizerKind, bool> Failures()
    {
        var data = new TheoryData<Schedule, bool, bool, OptimizerKind, bool>();
        foreach (bool inGenerator in (bool[])[true, false])
        {
            foreach (Schedule schedule in Enum.GetValues<Schedule>())
            {
                data.Add(schedule, inGenerator, false, OptimizerKind.Adam, false);
                data.Add(schedule, inGenerator, true, OptimizerKind.Adam, true);
            }

            foreach (OptimizerKind optimizer in (OptimizerKind[])[OptimizerKind.AmsGrad, OptimizerKind.Momentum, OptimizerKind.RmsProp])
            {
                data.Add(Schedule.Simultaneous, inGenerator, false, optimizer, true);
                data.Add(Schedule.Alternating, inGenerator, false, optimizer, false);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_hosts_optimizer_that_throws_half_way_leaves_everything_as_it_was(
        Schedule schedule, bool inGenerator, bool penalty, OptimizerKind optimizer, bool first)
    {
        using DisposeScope scope = NewDisposeScope();
        DcganTrainerOptions options = new()
        {
            Schedule = schedule switch
            {
                Schedule.Simultaneous => UpdateSchedule.Simultaneous,
                Schedule.Alternating => UpdateSchedule.Alternating(),
                _ => UpdateSchedule.Alternating(2, 2),
            },
            Loss = new() { GradientPenaltyWeight = penalty ? 10 : 0 },
            Augmentation = AugmentationOptions.DiffAugment,
            EmaDecay = 0.5,
        };
        (DcganTrainer trainer, FragileOptimizer.Failure failure) = WithFragile(options, inGenerator, optimizer);
        (DcganTrainer twin, _) = WithFragile(options, inGenerator, optimizer);
        if (!first)
        {
            trainer.Step(Tiny.Images(8));
            twin.Step(Tiny.Images(8));
        }

        trainer.Generator.Calibrate(8);
        twin.Generator.Calibrate(8);
        Dictionary<string, double[]> before = State(trainer);

        // Throws in the optimizer's last update of a step: everything else has been updated by then.
        failure.StepsUntil = schedule == Schedule.SeveralUpdates ? 2 : 1;
        trainer.Invoking(it => it.Step(Tiny.Images(8, seed: 2))).Should().Throw<TimeoutException>();
        failure.StepsUntil = int.MaxValue;

        State(trainer).ShouldHaveTheBitsOf(before);
        (trainer.StepCount, trainer.EpochStep).Should().Be((first ? 0 : 1, first ? 0 : 1));
        trainer.parameters().Select(parameter => parameter.grad).Should().AllSatisfy(gradient => gradient.Should().BeNull());

        // Moments and random streams are restored too: the next step equals the twin's.
        trainer.Step(Tiny.Images(8, seed: 2));
        twin.Step(Tiny.Images(8, seed: 2));
        State(trainer).ShouldHaveTheBitsOf(State(twin));
        trainer.Dispose();
        twin.Dispose();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void If_one_of_two_optimizers_is_the_hosts_and_throws_the_other_update_is_taken_back(bool inGenerator)
    {
        using DisposeScope scope = NewDisposeScope();
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        var failure = new FragileOptimizer.Failure();
        optim.Optimizer Optimizer(nn.Module network, bool isFragile) => isFragile
            ? FragileOptimizer.Create(network.parameters(), OptimizerKind.Adam, failure)
            : new FusedAdam(network.parameters(), 0.01);
        using var trainer = new DcganTrainer(generator, discriminator, null, new(Optimizer(generator, inGenerator), Optimizer(discriminator, !inGenerator)));
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = State(trainer);
        failure.StepsUntil = 1;

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<TimeoutException>();

        State(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void Gradients_that_a_host_has_left_behind_do_not_count()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using DcganTrainer twin = Tiny.Trainer();
        foreach (Parameter parameter in trainer.parameters())
        {
            parameter.grad = ones_like(parameter);
        }

        trainer.Step(Tiny.Images());
        twin.Step(Tiny.Images());

        State(trainer).ShouldHaveTheBitsOf(State(twin));
    }

    [Fact]
    public void A_hosts_hook_that_throws_leaves_everything_as_it_was()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { Schedule = UpdateSchedule.Alternating() });
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = State(trainer);
        int calls = 0;
        trainer.Discriminator.register_forward_hook((_, _, logits) => ++calls == 2 ? throw new TimeoutException() : logits);

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<TimeoutException>();

        calls.Should().Be(2, "the second forward pass comes after the discriminator's update");
        State(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void A_step_that_cannot_be_undone_says_so_and_keeps_the_cause()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        var cause = new IOException("The host's own failure.");
        trainer.Discriminator.register_forward_hook((_, _, logits) =>
        {
            trainer.Generator.named_buffers().First(buffer => buffer.buffer.is_floating_point()).buffer.Dispose();
            throw cause;
        });

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<InvalidOperationException>()
            .WithMessage("Step: the step failed and could not be undone completely. Load a checkpoint.")
            .WithInnerException<AggregateException>().Which.InnerExceptions[0].Should().BeSameAs(cause);
    }

    [Fact]
    public void A_penalty_that_throws_leaves_everything_as_it_was()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { Loss = new() { GradientPenaltyWeight = 10 } });
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = State(trainer);
        int calls = 0;
        trainer.Discriminator.register_forward_hook((_, _, logits) => ++calls == 3 ? throw new TimeoutException() : logits);

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<TimeoutException>();

        State(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void A_step_that_fails_after_the_networks_have_moved_leaves_them_as_they_were_then()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { Schedule = UpdateSchedule.Alternating() });
        trainer.Step(Tiny.Images());
        trainer.to(float64);
        Dictionary<string, double[]> before = State(trainer);
        int calls = 0;
        trainer.Discriminator.register_forward_hook((_, _, logits) => ++calls == 2 ? throw new TimeoutException() : logits);

        trainer.Invoking(it => it.Step(Tiny.Images().to(float64))).Should().Throw<TimeoutException>();

        State(trainer).ShouldHaveTheBitsOf(before);
        trainer.Step(Tiny.Images().to(float64)).Number.Should().Be(2);
    }

    [Fact]
    public void An_option_that_a_host_has_set_to_null_is_refused_before_the_first_update()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = State(trainer);
        ((Adam.ParamGroup)trainer.Optimizers.Discriminator.ParamGroups.Single()).Options.beta1 = null;

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<InvalidOperationException>()
            .WithMessage("FusedAdam: LearningRate, beta1*must not be null.");

        State(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void An_optimizer_that_has_lost_its_parameters_cannot_be_saved_or_copied()
    {
        using DisposeScope scope = NewDisposeScope();
        using var folder = new TestFolder();
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        using var trainer = new DcganTrainer(
            generator,
            discriminator,
            new DcganTrainerOptions { DivergencePolicy = DivergencePolicy.RollBack },
            new DcganOptimizers(optim.Adam(generator.parameters()), optim.Adam(discriminator.parameters())));
        trainer.to(float64);

        trainer.Invoking(it => it.Save(folder["run"])).Should().Throw<InvalidOperationException>().WithMessage("Adam has lost its parameters*");
        trainer.Invoking(it => it.Step(Tiny.Images().to(float64))).Should().Throw<InvalidOperationException>()
            .WithMessage("Adam has lost its parameters*");
        trainer.StepCount.Should().Be(0);
    }

    [Fact]
    public void Everything_that_follows_a_step_works_in_inference_mode()
    {
        using DisposeScope scope = NewDisposeScope();
        DcganTrainerOptions options = new()
        {
            EmaDecay = 0.9,
            DiversityInterval = 1,
            DivergencePolicy = DivergencePolicy.RollBack,
            RollBackInterval = 1,
        };
        using DcganTrainer trainer = Tiny.Trainer(options);
        using DcganTrainer twin = Tiny.Trainer(options);
        for (int step = 0; step < 3; step++)
        {
            Tensor images = Tiny.Images(seed: step);
            using (inference_mode())
            {
                trainer.Step(step == 1 ? Tiny.OverflowingImages() : images);
            }

            twin.Step(step == 1 ? Tiny.OverflowingImages() : images);
        }

        State(trainer).ShouldHaveTheBitsOf(State(twin));
    }

    [Fact]
    public void A_diverged_step_that_throws_leaves_the_random_streams_too()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { Augmentation = AugmentationOptions.DiffAugment });
        Dictionary<string, double[]> before = State(trainer);

        trainer.Invoking(it => it.Step(Tiny.OverflowingImages())).Should().Throw<DcganDivergedException>();

        State(trainer).ShouldHaveTheBitsOf(before);
    }

    /// <summary>The complete state that a checkpoint would hold.</summary>
    private static Dictionary<string, double[]> State(DcganTrainer trainer)
    {
        using DisposeScope scope = NewDisposeScope();
        return StateEntry.Present(trainer.StateEntries()).ToDictionary(
            entry => entry.Key, entry => entry.Value.detach().to(float64).contiguous().data<double>().ToArray());
    }

    private static (DcganTrainer Trainer, FragileOptimizer.Failure Failure) WithFragile(DcganTrainerOptions options, bool inGenerator, OptimizerKind kind)
    {
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        var failure = new FragileOptimizer.Failure();
        var optimizers = new DcganOptimizers(
            FragileOptimizer.Create(generator.parameters(), kind, inGenerator ? failure : new FragileOptimizer.Failure()),
            FragileOptimizer.Create(discriminator.parameters(), kind, inGenerator ? new FragileOptimizer.Failure() : failure));
        return (new DcganTrainer(generator, discriminator, options, optimizers), failure);
    }
}
