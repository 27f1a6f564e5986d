using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Processes;

/// <summary>What one process decides, all do: the end of the training, cancellation, the monitor's verdict.</summary>
public sealed class AgreementTests
{
    [Fact]
    public void A_canceled_process_cancels_all_after_the_same_step()
    {
        ThreadGroup.Results(3, group =>
        {
            using DcganTrainer trainer = Trainer(group);
            using var stop = new CancellationTokenSource();

            trainer.Invoking(it => it.Train(Batches(group, 10), new After(step => { if (group.Rank == 1 && step.Number == 3) { stop.Cancel(); } }), stop.Token))
                .Should().Throw<OperationCanceledException>();

            trainer.StepCount.Should().Be(3);
            trainer.Train(Batches(group, 2)).Should().Be(2, "the run can be continued");
            return true;
        });
    }

    [Fact]
    public void The_training_ends_when_one_process_has_no_more_batches()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(group);
            trainer.Train(Batches(group, group.Rank == 0 ? 5 : 3)).Should().Be(3);
            trainer.Train(Batches(group, 2)).Should().Be(2);
            return true;
        });
    }

    [Fact]
    public void A_sequence_that_fails_on_one_process_ends_all()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(group);

            Exception error = trainer.Invoking(it => it.Train(Broken(group))).Should().Throw<Exception>().Which;

            error.Should().BeOfType(group.Rank == 1 ? typeof(TimeoutException) : typeof(ProcessGroupException));
            error.Message.Should().Be(group.Rank == 1 ? "The disk has failed." : "Rank 1: The disk has failed.");
            trainer.Step(Tiny.Images()).Number.Should().Be(3, "the run can be continued");
            return true;
        });

        static IEnumerable<torch.Tensor> Broken(ThreadGroup group)
        {
            foreach (torch.Tensor images in Batches(group, group.Rank == 1 ? 2 : 10))
            {
                yield return images;
            }

            throw new TimeoutException("The disk has failed.");
        }
    }

    [Fact]
    public void A_monitor_of_one_process_stops_all()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(group);
            trainer.Monitor = group.Rank == 1 ? new StopAt(2) : null;

            trainer.Train(Batches(group, 10)).Should().Be(2);
            trainer.Monitor = null;
            trainer.Step(Tiny.Images()).Verdict.Should().Be(MonitorVerdict.None);
            return true;
        });
    }

    [Fact]
    public void A_step_while_another_process_has_ended_its_training_throws()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(group);
            if (group.Rank == 1)
            {
                trainer.Train(Batches(group, 1)).Should().Be(1);
                return true;
            }

            trainer.Step(Tiny.Images());
            trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<ProcessGroupException>()
                .WithMessage("Another process of the run has ended its training, so there is no step.*");
            return true;
        });
    }

    [Fact]
    public void Latents_on_some_processes_only_are_refused()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(group);
            torch.Tensor? latents = group.Rank == 0 ? null : trainer.Generator.DrawLatents(4, seed: 1);

            trainer.Invoking(it => it.Step(Tiny.Images(), latents: latents)).Should().Throw<ArgumentException>()
                .WithMessage("latents: all processes must pass latents, or none, but rank 0 does not and another does so.*");
            return true;
        });
    }

    [Fact]
    public void Any_is_true_everywhere_if_it_is_true_somewhere()
    {
        ThreadGroup.Results(3, group => (group.Any(group.Rank == 2), group.Any(false))).Should().OnlyContain(found => found.Item1 && !found.Item2);
    }

    [Fact]
    public void What_fails_in_RunTogether_fails_on_all_and_trainers_inside_tell_first()
    {
        ThreadGroup.Outcome<bool>[] outside = ThreadGroup.Run(2, group =>
        {
            group.RunTogether(() => _ = group.Rank == 0 ? throw new TimeoutException("No data.") : 0);
            return true;
        });
        ThreadGroup.Outcome<bool>[] inside = ThreadGroup.Run(2, group =>
        {
            group.RunTogether(() =>
            {
                using DcganTrainer trainer = Trainer(group);
                trainer.Step(group.Rank == 0 ? torch.zeros(1) : Tiny.Images());
            });
            return true;
        });

        outside[0].Error.Should().BeOfType<TimeoutException>();
        outside[1].Error.Should().BeOfType<ProcessGroupException>().Which.Message.Should().Be("Rank 0: No data.");
        inside[0].Error.Should().BeOfType<ArgumentException>();
        inside[1].Error.Should().BeOfType<ProcessGroupException>().Which.Message.Should().StartWith("Rank 0: images: ");
    }

    /// <summary>
    /// Rank 0 fails in the outer action while the others are in an inner one, or in a trainer. Rank 1 handles the error, which the other
    /// processes do not.
    /// </summary>
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void All_come_to_the_end_of_RunTogether(bool inTrainer)
    {
        ThreadGroup.Outcome<bool>[] outcomes = ThreadGroup.Run(3, group =>
        {
            using DcganTrainer trainer = Trainer(group);
            group.RunTogether(() =>
            {
                _ = group.Rank == 0 ? throw new TimeoutException("No disk.") : 0;
                Action inner = inTrainer ? () => trainer.Step(Tiny.Images()) : () => group.RunTogether(() => { });
                if (group.Rank == 1)
                {
                    inner.Should().Throw<ProcessGroupException>().WithMessage("Rank 0: No disk.");
                }
                else
                {
                    inner();
                }
            });
            return true;
        });

        outcomes[0].Error.Should().BeOfType<TimeoutException>();
        outcomes[1].Error.Should().BeOfType<ProcessGroupException>();
        outcomes[2].Error.Should().BeOfType<ProcessGroupException>().Which.Message.Should().Be("Rank 0: No disk.");
        ThreadGroup.Results(3, group =>
        {
            group.RunTogether(() => group.RunTogether(() => { }));
            return group.Any(true);
        }).Should().OnlyContain(any => any);
    }

    [Fact]
    public void A_step_sends_one_sum_for_each_network_and_little_else()
    {
        ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = Trainer(group);
            trainer.Step(Tiny.Images());
            group.Lengths.Clear();

            trainer.Step(Tiny.Images());

            long[] large = [.. group.Lengths.Where(length => length > 128)];
            large.Should().HaveCount(2);
            large.Sum().Should().BeLessThan(trainer.parameters().Sum(parameter => parameter.numel()) + 500);
            group.Lengths.Should().HaveCount(3, "and one for the sizes of the batches");
            return true;
        });
    }

    [Fact]
    public void A_group_of_one_communicates_nothing()
    {
        ThreadGroup.Results(1, group =>
        {
            using DcganTrainer trainer = Trainer(group);
            using DcganTrainer alone = Tiny.Trainer();
            trainer.Step(Tiny.Images());
            alone.Step(Tiny.Images());

            group.Lengths.Should().BeEmpty();
            Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(alone));
            return true;
        });
    }

    private static DcganTrainer Trainer(ThreadGroup group) => DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, processes: group);

    private static IEnumerable<torch.Tensor> Batches(ThreadGroup group, int count)
    {
        for (int number = 0; number < count; number++)
        {
            using torch.Tensor images = Tiny.Images(4, seed: (10 * number) + group.Rank);
            yield return images;
        }
    }

    private sealed class After(Action<DcganStep> action) : IProgress<DcganStep>
    {
        public void Report(DcganStep value) => action(value);
    }

    private sealed class StopAt(long number) : IDcganMonitor
    {
        public MonitorVerdict Observe(DcganStep numbers) => numbers.Number == number ? MonitorVerdict.Stop : MonitorVerdict.None;
    }
}
