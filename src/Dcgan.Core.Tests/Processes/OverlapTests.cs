using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Processes;

/// <summary>In the simultaneous schedule, the discriminator's gradient is summed while the generator's is computed.</summary>
public sealed class OverlapTests
{
    [Theory]
    [InlineData(1, 0, "start, compute, wait, start")]
    [InlineData(2, 0, "compute, start, compute, wait, start")]
    [InlineData(1, 1, "compute, start, start")]
    public void The_generators_gradient_is_computed_between_the_start_and_the_end_of_the_discriminators_sum(
        int microBatches, double penalty, string expected)
    {
        string[] events = ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(new() { MicroBatches = microBatches, Loss = new() { R1Weight = penalty } }, group);
            var events = new List<string>();
            group.BeforeSum = values => events.AddRange(IsLarge(values) ? ["start"] : []);
            group.BeforeWait = () => events.Add("wait");
            BackwardSpy.Call(trainer.Generator, () => events.Add("compute"));

            trainer.Step(Images(group));

            return string.Join(", ", events);
        });

        events.Should().OnlyContain(order => order == expected);
    }

    [Fact]
    public void A_failure_during_the_sum_in_the_background_undoes_the_step_on_all_processes()
    {
        Dictionary<string, double[]>[] states = ThreadGroup.Results(3, group =>
        {
            using DcganTrainer trainer = Trainer(new(), group);
            trainer.Step(Images(group));
            Dictionary<string, double[]> before = new Recording().Take(trainer).State;
            bool fails = group.Rank == 1;
            BackwardSpy.Call(trainer.Generator, () => _ = fails ? throw new TimeoutException("The device does not answer.") : true);

            Exception error = trainer.Invoking(it => it.Step(Images(group))).Should().Throw<Exception>().Which;

            error.Message.Should().Be(group.Rank == 1 ? "The device does not answer." : "Rank 1: The device does not answer.");
            (error as ProcessGroupException)?.Rank.Should().Be(1);
            new Recording().Take(trainer).State.ShouldHaveTheBitsOf(before);
            fails = false;
            trainer.Step(Images(group)).Number.Should().Be(2);
            return new Recording().Take(trainer).State;
        });

        Array.ForEach(states, state => state.ShouldHaveTheBitsOf(states[0]));
    }

    [Fact]
    public void A_failure_behind_a_failed_sum_is_told_with_the_first_one()
    {
        ThreadGroup.Outcome<bool>[] outcomes = ThreadGroup.Run(3, group =>
        {
            using DcganTrainer trainer = Trainer(new(), group);
            trainer.Discriminator.register_forward_hook((_, _, logits) => group.Rank == 1 ? throw new TimeoutException("The drive is slow.") : logits);
            BackwardSpy.Call(trainer.Generator, () => _ = group.Rank == 2 ? throw new TimeoutException("The device does not answer.") : true);
            trainer.Step(Images(group));
            return true;
        });

        outcomes[1].Error.Should().BeOfType<TimeoutException>();
        foreach (ThreadGroup.Outcome<bool> other in new[] { outcomes[0], outcomes[2] })
        {
            other.Error.Should().BeOfType<ProcessGroupException>().Which.Rank.Should().Be(1);
            other.Error!.Message.Should().Be("Rank 1: The drive is slow.");
        }

        outcomes[2].Error!.InnerException!.Message.Should().Be("The device does not answer.");
    }

    [Fact]
    public void A_call_of_the_group_during_the_sum_is_refused_on_all_processes_and_the_step_is_undone()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(new(), group);
            bool calls = true;
            BackwardSpy.Call(trainer.Generator, () => _ = calls && group.Any(true));

            trainer.Invoking(it => it.Step(Images(group))).Should().Throw<Exception>()
                .WithMessage("*The processes are in a step, which sums gradients in the background; make this call after the step.");

            calls = false;
            return trainer.Step(Images(group)).Number;
        }).Should().OnlyContain(number => number == 1);
    }

    [Fact]
    public void A_process_that_fails_before_its_first_sum_fails_those_that_compute_behind_theirs()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(new(), group);
            bool fails = group.Rank == 1;
            trainer.Discriminator.register_forward_hook((_, _, logits) => fails ? throw new TimeoutException("The hook has failed.") : logits);

            Exception error = trainer.Invoking(it => it.Step(Images(group))).Should().Throw<Exception>().Which;

            error.Message.Should().EndWith("The hook has failed.");
            fails = false;
            return trainer.Step(Images(group)).Number;
        }).Should().OnlyContain(number => number == 1);
    }

    /// <summary>Whether a sum has gradients; the processes agree by sums of a few values.</summary>
    private static bool IsLarge(long values) => values > 100;

    private static DcganTrainer Trainer(DcganTrainerOptions options, IProcessGroup group) => DcganTrainer.Create(
        new() { LatentSize = 5, BaseSize = 2, Depths = [6, 4] }, new() { BaseSize = 2, Depths = [4, 6] }, options, processes: group);

    private static torch.Tensor Images(ThreadGroup group)
    {
        using var random = new torch.Generator((ulong)group.Rank + 1, torch.CPU);
        return torch.empty(4, 3, 8, 8).uniform_(-1, 1, random);
    }
}
