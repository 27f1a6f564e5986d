using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class DcganTrainerTrainTests
{
    [Fact]
    public void Trains_on_each_batch_and_reports_each_step()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using DcganTrainer twin = Tiny.Trainer();
        torch.Tensor[] batches = [Tiny.Images(4, 1), Tiny.Images(6, 2), Tiny.Images(2, 3)];
        var reported = new Reported();

        long steps = trainer.Train(batches, reported);

        foreach (torch.Tensor batch in batches)
        {
            twin.Step(batch);
        }

        steps.Should().Be(3);
        reported.Steps.Select(step => step.Number).Should().Equal(1, 2, 3);
        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(twin));
        batches.Should().OnlyContain(batch => !batch.IsInvalid, "batches are their owner's");
    }

    [Fact]
    public void Cancellation_ends_it_cleanly_after_the_step_under_way()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using var cancellation = new CancellationTokenSource();
        var reported = new Reported { After = step => { if (step.Number == 2) { cancellation.Cancel(); } } };
        bool ended = false;

        long steps = trainer.Train(Endless(() => ended = true), reported, cancellation.Token);

        steps.Should().Be(2);
        trainer.StepCount.Should().Be(2);
        ended.Should().BeTrue("the batches are disposed of");
    }

    [Fact]
    public void Cancelled_while_a_batch_is_fetched_it_makes_no_further_step()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        using var cancellation = new CancellationTokenSource();

        IEnumerable<torch.Tensor> Batches()
        {
            using torch.Tensor batch = Tiny.Images();
            yield return batch;
            cancellation.Cancel();
            yield return batch;
        }

        trainer.Train(Batches(), cancellationToken: cancellation.Token).Should().Be(1);
    }

    [Fact]
    public void Cancelled_from_the_start_it_asks_for_no_batch()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        bool asked = false;

        IEnumerable<torch.Tensor> Batches()
        {
            asked = true;
            yield break;
        }

        trainer.Train(Batches(), cancellationToken: new CancellationToken(canceled: true)).Should().Be(0);
        asked.Should().BeFalse();
    }

    [Fact]
    public void A_sequence_may_dispose_each_batch_when_the_next_is_asked_for()
    {
        using DcganTrainer trainer = Tiny.Trainer();

        static IEnumerable<torch.Tensor> Batches()
        {
            for (int i = 0; i < 3; i++)
            {
                using torch.Tensor batch = Tiny.Images(seed: i);
                yield return batch;
            }
        }

        trainer.Train(Batches()).Should().Be(3);
    }

    private static IEnumerable<torch.Tensor> Endless(Action atTheEnd)
    {
        try
        {
            while (true)
            {
                using torch.Tensor batch = Tiny.Images();
                yield return batch;
            }
        }
        finally
        {
            atTheEnd();
        }
    }

    private sealed class Reported : IProgress<DcganStep>
    {
        internal List<DcganStep> Steps { get; } = [];

        internal Action<DcganStep> After { get; init; } = _ => { };

        public void Report(DcganStep value)
        {
            Steps.Add(value);
            After(value);
        }
    }
}
