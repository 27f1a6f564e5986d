using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Sampling;

[Collection(nameof(CountsTensors))]
public sealed class LiveTensorTests
{
    [Fact]
    public void Functions_of_latents_leave_what_they_return()
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
    public void Inversions_leave_what_they_return_and_nothing_when_they_fail_or_are_cancelled()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        using torch.Tensor images = Tiny.Images();
        using torch.Tensor poisoned = torch.full([4, 3, 8, 8], float.NaN);
        LiveTensors.ShouldStayFlat(
            () =>
            {
                trainer.Generator.Invert(images, 3).Dispose();
                trainer.Generator.Invoking(it => it.Invert(poisoned)).Should().Throw<ArgumentException>();
                trainer.Generator.Invoking(it => it.Invert(images, 3, null, new CancellationToken(canceled: true)))
                    .Should().Throw<OperationCanceledException>();
            },
            repetitions: 20);
    }

    [Fact]
    public void A_search_that_is_cancelled_on_its_way_ends_and_leaves_nothing()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        using torch.Tensor images = Tiny.Images();
        LiveTensors.ShouldStayFlat(
            () =>
            {
                using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
                trainer.Generator.Invoking(it => it.Invert(images, int.MaxValue, null, cancellation.Token))
                    .Should().Throw<OperationCanceledException>();
            },
            repetitions: 5);
    }
}
