using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;
using static TorchSharp.torch;

namespace Dcgan.Core.Tests.Training;

/// <summary>A step that throws changes nothing, whatever throws and wherever.</summary>
public sealed class StepTransactionTests
{
    public enum Schedule
    {
        Simultaneous,
        Alternating,
        SeveralUpdates,
    }

    public static TheoryData<Schedule, bool, bool> Failures()
    {
        var data = new TheoryData<Schedule, bool, bool>();
        foreach (Schedule schedule in Enum.GetValues<Schedule>())
        {
            foreach (bool inGenerator in (bool[])[true, false])
            {
                data.Add(schedule, inGenerator, false);
                data.Add(schedule, inGenerator, true);
            }
        }

        return data;
    }

    [Theory]
    [MemberData(nameof(Failures))]
    public void A_hosts_optimizer_that_throws_leaves_everything_as_it_was(Schedule schedule, bool inGenerator, bool penalty)
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
        (DcganTrainer trainer, Fragile optimizer) = WithFragile(options, inGenerator);
        (DcganTrainer twin, _) = WithFragile(options, inGenerator);
        trainer.Step(Tiny.Images(8));
        twin.Step(Tiny.Images(8));
        trainer.Generator.Calibrate(8);
        twin.Generator.Calibrate(8);
        Dictionary<string, double[]> before = State(trainer);

        // The last update of a step that it makes: everything else has been updated by then.
        optimizer.StepsUntilFailure = schedule == Schedule.SeveralUpdates ? 2 : 1;
        trainer.Invoking(it => it.Step(Tiny.Images(8, seed: 2))).Should().Throw<TimeoutException>();
        optimizer.StepsUntilFailure = int.MaxValue;

        State(trainer).ShouldHaveTheBitsOf(before);
        (trainer.StepCount, trainer.EpochStep).Should().Be((1, 1));
        trainer.parameters().Select(parameter => parameter.grad).Should().AllSatisfy(gradient => gradient.Should().BeNull());

        // Moments and random streams too: the next step is the twin's.
        trainer.Step(Tiny.Images(8, seed: 2));
        twin.Step(Tiny.Images(8, seed: 2));
        State(trainer).ShouldHaveTheBitsOf(State(twin));
        trainer.Dispose();
        twin.Dispose();
    }

    [Fact]
    public void A_hosts_hook_that_throws_leaves_everything_as_it_was()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { Schedule = UpdateSchedule.Alternating() });
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = State(trainer);
        int calls = 0;
        trainer.Discriminator.register_forward_hook((_, _, logits) => ++calls == 3 ? throw new TimeoutException() : logits);

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<TimeoutException>();

        calls.Should().Be(3, "the third forward pass comes after the discriminator's update");
        State(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void A_diverged_step_that_throws_leaves_the_random_streams_too()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { Augmentation = AugmentationOptions.DiffAugment });
        Dictionary<string, double[]> before = State(trainer);

        trainer.Invoking(it => it.Step(Tiny.Images() * double.NaN)).Should().Throw<DcganDivergedException>();

        State(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void An_average_that_was_left_behind_is_refused_before_anything_changes()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaDecay = 0.9 });
        trainer.Generator.to(float64);
        trainer.Discriminator.to(float64);
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Invoking(it => it.Step(Tiny.Images().to(float64))).Should().Throw<InvalidOperationException>()
            .WithMessage("The generator is Float64 on cpu but the averaged generator is Float32 on cpu: move the trainer, not one of its networks.");

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
    }

    [Fact]
    public void What_a_monitor_keeps_outlives_the_step()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        var monitor = new Acting(() => trainer.Sample(2));
        trainer.Monitor = monitor;

        trainer.Step(Tiny.Images());

        monitor.Kept!.IsInvalid.Should().BeFalse();
        monitor.Kept.shape.Should().Equal(2, 3, 8, 8);
    }

    [Fact]
    public void A_step_within_a_step_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Monitor = new Acting(() =>
        {
            trainer.Step(Tiny.Images());
            return null;
        });

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<InvalidOperationException>()
            .WithMessage("Step: another step of this trainer is in progress.*");

        trainer.StepCount.Should().Be(1, "the monitor runs after the step");
        trainer.Monitor = null;
        trainer.Step(Tiny.Images()).Number.Should().Be(2);
    }

    [Fact]
    public void A_step_from_a_second_thread_is_refused()
    {
        using DisposeScope scope = NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        torch.Tensor images = Tiny.Images();
        using var inside = new ManualResetEventSlim();
        using var refused = new ManualResetEventSlim();
        trainer.Monitor = new Acting(() =>
        {
            inside.Set();
            refused.Wait(TimeSpan.FromMinutes(1)).Should().BeTrue();
            return null;
        });
        var first = new Thread(() => trainer.Step(images));
        first.Start();
        inside.Wait(TimeSpan.FromMinutes(1)).Should().BeTrue();

        trainer.Invoking(it => it.Step(images)).Should().Throw<InvalidOperationException>();

        refused.Set();
        first.Join();
        trainer.StepCount.Should().Be(1);
    }

    /// <summary>Everything that a checkpoint would hold.</summary>
    private static Dictionary<string, double[]> State(DcganTrainer trainer)
    {
        using DisposeScope scope = NewDisposeScope();
        return StateEntry.Present(trainer.StateEntries()).ToDictionary(
            entry => entry.Key, entry => entry.Value.detach().to(float64).contiguous().data<double>().ToArray());
    }

    private static (DcganTrainer Trainer, Fragile Optimizer) WithFragile(DcganTrainerOptions options, bool inGenerator)
    {
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        var ofGenerator = new Fragile(generator.parameters());
        var ofDiscriminator = new Fragile(discriminator.parameters());
        return (
            new DcganTrainer(generator, discriminator, options, new DcganOptimizers(ofGenerator, ofDiscriminator)),
            inGenerator ? ofGenerator : ofDiscriminator);
    }

    /// <summary>Adam that throws after it has updated, as one does that runs out of memory half-way.</summary>
    private sealed class Fragile(IEnumerable<Parameter> parameters) : Adam(parameters, lr: 0.01)
    {
        internal int StepsUntilFailure { get; set; } = int.MaxValue;

        public override Tensor? step(Func<Tensor>? closure = null)
        {
            Tensor? loss = base.step(closure);
            return --StepsUntilFailure == 0 ? throw new TimeoutException() : loss;
        }
    }

    private sealed class Acting(Func<Tensor?> act) : IDcganMonitor
    {
        internal Tensor? Kept { get; private set; }

        public MonitorVerdict Observe(DcganStep numbers)
        {
            Kept = act();
            return MonitorVerdict.None;
        }
    }
}
