using System.Globalization;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Processes;

/// <summary>Failures that the other processes cannot see at once, and what would let processes drift apart.</summary>
public sealed class LateFailureTests
{
    [Fact]
    public void After_a_failure_in_a_step_that_the_others_have_made_all_give_up_the_group()
    {
        Exception[] errors = ThreadGroup.Results(3, group =>
        {
            Ranks ranks = Ranks.Of(group);
            Exception error = FluentActions
                .Invoking(() => Meet(ranks, fails: group.Rank == 1))
                .Should().Throw<Exception>().Which;

            FluentActions.Invoking(() => ranks.Meet(Call.Step, () => 0)).Should().Throw<ProcessGroupException>()
                .WithMessage("The process group has failed before; start the run again from its last checkpoint.");
            ranks.Leave();
            return error;
        });

        errors[1].Should().BeOfType<TimeoutException>();
        foreach (Exception other in new[] { errors[0], errors[2] })
        {
            other.Should().BeOfType<ProcessGroupException>().Which.Rank.Should().Be(1);
            other.Message.Should().Be("Rank 1: out of memory");
        }
    }

    [Fact]
    public void An_exception_that_is_thrown_again_is_told_again()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(group, new());
            TimeoutException same = new("The drive does not answer.");
            IEnumerable<torch.Tensor> batches = group.Rank == 1 ? Failing(same) : [Images(group)];
            for (int attempt = 0; attempt < 2; attempt++)
            {
                trainer.Invoking(it => it.Train(batches)).Should().Throw<Exception>().Which.Message.Should().EndWith(same.Message);
            }

            return trainer.Step(Images(group)).Number;
        }).Should().OnlyContain(number => number == 1);
    }

    [Fact]
    public void Processes_of_different_languages_are_equal()
    {
        ThreadGroup.Results(2, group =>
        {
            // As in German. A clone, because systems without ICU have no other cultures.
            var culture = (CultureInfo)CultureInfo.InvariantCulture.Clone();
            culture.NumberFormat.NumberDecimalSeparator = group.Rank == 1 ? "," : ".";
            CultureInfo.CurrentCulture = culture;
            using DcganTrainer trainer = Trainer(group, new() { LearningRate = 1.5e-4, EmaDecay = 0.9 });
            return trainer.Step(Images(group)).Number;
        }).Should().OnlyContain(number => number == 1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Networks_that_one_process_has_changed_alone_are_refused_before_anything_is_summed(bool freezes)
    {
        ThreadGroup.Results(3, group =>
        {
            using DcganTrainer trainer = Trainer(group, new());
            trainer.Step(Images(group));
            torch.ScalarType type = group.Rank == 2 && !freezes ? torch.float64 : torch.float32;
            trainer.to(type);
            trainer.Discriminator.parameters().First().requires_grad = !freezes || group.Rank != 2;

            trainer.Invoking(it => it.Step(Images(group).to(type))).Should().Throw<InvalidOperationException>().WithMessage(
                "The networks of a run must be equal on all processes, but those of rank 2 differ from those of rank 0 *");
            return trainer.StepCount;
        }).Should().OnlyContain(steps => steps == 1);
    }

    [Fact]
    public void A_hosts_own_update_is_refused_because_the_processes_would_drift_apart()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(group, new());
            trainer.Invoking(it => it.call(Images(group))).Should().Throw<InvalidOperationException>().WithMessage("forward: a run of several processes*");
            trainer.Invoking(it => it.CompleteStep()).Should().Throw<InvalidOperationException>().WithMessage("CompleteStep: a run of several processes*");
            return trainer.Step(Images(group)).Number;
        }).Should().OnlyContain(number => number == 1);
    }

    private static void Meet(Ranks ranks, bool fails)
    {
        if (fails)
        {
            ranks.AnnounceApart(new TimeoutException("out of memory"));
        }
        else
        {
            _ = ranks.Meet(Call.Step, () => 0);
        }
    }

    private static IEnumerable<torch.Tensor> Failing(Exception error)
    {
        yield return error is null ? torch.zeros(1) : throw error;
    }

    private static DcganTrainer Trainer(ThreadGroup group, DcganTrainerOptions options) =>
        DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, options, processes: group);

    private static torch.Tensor Images(ThreadGroup group) => Tiny.Images(4, seed: group.Rank);
}
