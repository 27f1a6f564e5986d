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
        batches.Should().OnlyContain(batch => !batch.IsInvalid, "the caller owns the batches");
    }

    [Fact]
    public void No_batch_at_all_is_logged_with_the_likely_reason()
    {
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);

        trainer.Train(Array.Empty<torch.Tensor>()).Should().Be(0);

        log.Lines.Should().Contain(
            "Information: Train got no batch, so it made no step. If the epoch is complete, call NextEpoch before the next Train.");
    }

    [Fact]
    public void Cancellation_ends_it_after_the_current_step()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using var cancellation = new CancellationTokenSource();
        var reported = new Reported { After = step => { if (step.Number == 2) { cancellation.Cancel(); } } };
        bool ended = false;

        trainer.Invoking(it => it.Train(Endless(() => ended = true), reported, cancellation.Token)).Should().Throw<OperationCanceledException>()
            .Which.CancellationToken.Should().Be(cancellation.Token);

        trainer.StepCount.Should().Be(2);
        ended.Should().BeTrue("the sequence is disposed");
        trainer.Step(Tiny.Images()).Number.Should().Be(3, "the run can be continued");
    }

    [Fact]
    public void Canceled_after_its_last_batch_it_has_not_come_to_its_end()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using var cancellation = new CancellationTokenSource();
        var reported = new Reported { After = _ => cancellation.Cancel() };

        trainer.Invoking(it => it.Train([Tiny.Images()], reported, cancellation.Token)).Should().Throw<OperationCanceledException>();

        trainer.StepCount.Should().Be(1);
    }

    [Fact]
    public void A_later_call_counts_its_own_steps_only()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);
        torch.Tensor[] batches = [Tiny.Images(), Tiny.Images()];
        using var cancellation = new CancellationTokenSource();
        trainer.Step(Tiny.Images());

        trainer.Train(batches).Should().Be(2);
        trainer.Invoking(it => it.Train(batches, new Reported { After = _ => cancellation.Cancel() }, cancellation.Token)).Should().Throw<OperationCanceledException>();
        trainer.Monitor = new Stopping();
        trainer.Train(batches).Should().Be(1);

        log.Lines.Where(line => line.StartsWith("Information: Training ", StringComparison.Ordinal)).Should().Equal(
            "Information: Training ended after 2 steps: no batches are left.",
            "Information: Training stopped after 1 steps: cancellation was requested.",
            "Information: Training stopped after 1 steps: the monitor requested it.");
    }

    [Fact]
    public void Nothing_is_no_batch()
    {
        using DcganTrainer trainer = Tiny.Trainer();

        trainer.Invoking(it => it.Step((DcganBatch)null!)).Should().Throw<ArgumentNullException>().WithParameterName("batch");
        trainer.Invoking(it => it.Train((IEnumerable<torch.Tensor>)null!)).Should().Throw<ArgumentNullException>().WithParameterName("batches");
        trainer.Invoking(it => it.Train((IEnumerable<DcganBatch>)null!)).Should().Throw<ArgumentNullException>().WithParameterName("batches");
    }

    [Fact]
    public void Canceled_while_a_batch_is_fetched_it_makes_no_further_step()
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

        trainer.Invoking(it => it.Train(Batches(), cancellationToken: cancellation.Token)).Should().Throw<OperationCanceledException>();
        trainer.StepCount.Should().Be(1);
    }

    [Fact]
    public void A_sequence_that_ends_because_of_the_token_ends_it_like_a_cancellation()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        using var cancellation = new CancellationTokenSource();

        IEnumerable<DcganBatch> Batches()
        {
            using torch.Tensor batch = Tiny.Images();
            yield return new DcganBatch(batch);
            cancellation.Cancel();
        }

        trainer.Invoking(it => it.Train(Batches(), cancellationToken: cancellation.Token)).Should().Throw<OperationCanceledException>(
            "a host that gets a number of steps ends the epoch, which still has batches");
        trainer.StepCount.Should().Be(1);
    }

    [Fact]
    public void A_sequence_that_throws_for_the_same_token_ends_it_like_a_cancellation()
    {
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);
        using var cancellation = new CancellationTokenSource();

        IEnumerable<DcganBatch> Batches()
        {
            using torch.Tensor batch = Tiny.Images();
            yield return new DcganBatch(batch);
            cancellation.Cancel();
            cancellation.Token.ThrowIfCancellationRequested();
        }

        trainer.Invoking(it => it.Train(Batches(), cancellationToken: cancellation.Token)).Should().Throw<OperationCanceledException>();
        log.Lines.Should().Contain("Information: Training stopped after 1 steps: cancellation was requested.");
    }

    [Fact]
    public void Canceled_from_the_start_it_requests_no_batch()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        bool asked = false;

        IEnumerable<torch.Tensor> Batches()
        {
            asked = true;
            yield break;
        }

        trainer.Invoking(it => it.Train(Batches(), cancellationToken: new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
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

    private sealed class Stopping : IDcganMonitor
    {
        public MonitorVerdict Observe(DcganStep step) => MonitorVerdict.Stop;
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
