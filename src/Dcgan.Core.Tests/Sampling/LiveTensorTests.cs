using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Sampling;

[Collection(nameof(CountsTensors))]
public sealed class LiveTensorTests
{
    [Fact]
    public void Functions_of_latents_leak_no_tensors()
    {
        using torch.Tensor latents = torch.randn(3, 5);
        using torch.Tensor others = torch.randn(3, 5);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                Latents.Lerp(latents, others, 0.5).Dispose();
                Latents.Slerp(latents, others, 0.5).Dispose();
                Latents.Walk(latents, 7).Dispose();
                Latents.Arithmetic(latents, others, others).Dispose();
                Latents.Truncate(latents, 0.5, LatentDistribution.Normal).Dispose();
            },
            repetitions: 100);
    }

    [Fact]
    public void Samples_that_are_canceled_or_whose_callback_throws_leave_no_tensors()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        using FrozenGenerator frozen = trainer.Generator.Freeze();
        static void Fail() => throw new InvalidOperationException("reported");
        LiveTensors.ShouldStayFlat(
            () =>
            {
                using var cancellation = new CancellationTokenSource();
                var canceling = new RecordedProgress(_ => cancellation.Cancel());
                var throwing = new RecordedProgress(_ => Fail());
                trainer.Invoking(it => it.Sample(100, canceling, cancellation.Token)).Should().Throw<OperationCanceledException>();
                frozen.Invoking(it => it.Sample(100, 0, canceling, cancellation.Token)).Should().Throw<OperationCanceledException>();
                trainer.Invoking(it => it.Sample(100, throwing)).Should().Throw<InvalidOperationException>().WithMessage("reported");
                frozen.Invoking(it => it.Sample(100, 0, throwing)).Should().Throw<InvalidOperationException>().WithMessage("reported");
                trainer.Sample(70).Dispose();
                frozen.Sample(70).Dispose();
            },
            repetitions: 5);
    }

    [Fact]
    public void Inversions_leak_no_tensors_when_they_succeed_fail_or_are_canceled()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        using torch.Tensor images = Tiny.Images();
        using torch.Tensor poisoned = torch.full([4, 3, 8, 8], float.NaN);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                trainer.Generator.Invert(images, 3).Dispose();
                trainer.Generator.Invoking(it => it.Invert(poisoned)).Should().Throw<ArgumentException>();
                trainer.Generator.Invoking(it => it.Invert(images, 3, cancellationToken: new CancellationToken(canceled: true)))
                    .Should().Throw<OperationCanceledException>();
            },
            repetitions: 20);
    }

    [Fact]
    public void A_search_canceled_midway_leaks_no_tensors()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        using torch.Tensor images = Tiny.Images();
        LiveTensors.ShouldStayFlat(
            () =>
            {
                using var cancellation = new CancellationTokenSource();
                var progress = new RecordedProgress(_ => cancellation.Cancel());
                trainer.Generator.Invoking(it => it.Invert(images, 30, progress: progress, cancellationToken: cancellation.Token))
                    .Should().Throw<OperationCanceledException>();
                progress.Values.Should().ContainSingle();
            },
            repetitions: 5);
    }

    [Fact]
    public void A_search_that_cannot_be_constructed_leaks_no_tensors()
    {
        using torch.Tensor images = Tiny.Images();
        using torch.Tensor starts = torch.zeros(1, 5, 1, 1);
        using torch.Tensor best = torch.zeros(4, 5);
        using torch.Tensor disposed = torch.zeros(4);
        disposed.Dispose();
        LiveTensors.ShouldStayFlat(
            () =>
            {
                FluentActions.Invoking(() => new LatentSearch(Fail, LatentDistribution.Uniform, images, starts)).Should().Throw<Exception>();
                FluentActions.Invoking(() => new LatentDescent(Fail, LatentDistribution.Uniform, images, best, disposed)).Should().Throw<Exception>();
            },
            repetitions: 10);
    }

    [Fact]
    public void A_search_whose_network_fails_leaks_no_tensors()
    {
        using torch.Tensor images = Tiny.Images();
        using torch.Tensor starts = torch.zeros(2, 5);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                using LatentSearch search = new(Fail, LatentDistribution.Uniform, images, starts);
                search.Invoking(it => it.Run(1, 0.1, null, CancellationToken.None)).Should().Throw<TimeoutException>();
                search.Invoking(it => it.Result()).Should().Throw<TimeoutException>();
            },
            repetitions: 10);
    }

    private static torch.Tensor Fail(torch.Tensor latents) => throw new TimeoutException();
}
