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
                using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
                trainer.Generator.Invoking(it => it.Invert(images, int.MaxValue, cancellationToken: cancellation.Token))
                    .Should().Throw<OperationCanceledException>();
            },
            repetitions: 5);
    }
}
