using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class SampleProgressTests
{
    private delegate torch.Tensor Sampling(IProgress<double>? progress, CancellationToken cancellationToken);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Each_way_to_sample_reports_every_64_images_and_can_be_canceled_between_them(int way)
    {
        using DcganTrainer trainer = Tiny.Trainer();
        using FrozenGenerator frozen = trainer.Generator.Freeze();
        using torch.Tensor latents = trainer.Generator.DrawLatents(130, 7);
        Sampling sample = ((Sampling[])
        [
            (progress, token) => trainer.Generator.Sample(130, 7, progress, token),
            (progress, token) => trainer.Generator.Sample(latents, progress: progress, cancellationToken: token),
            (progress, token) => frozen.Sample(130, 7, progress, token),
            (progress, token) => frozen.Sample(latents, progress: progress, cancellationToken: token),
            (progress, token) => trainer.Sample(130, progress, token),
            (progress, token) => trainer.Sample(latents, progress: progress, cancellationToken: token),
        ])[way];
        var progress = new RecordedProgress();
        sample(progress, CancellationToken.None).Dispose();

        progress.Values.Should().Equal(64 / 130.0, 128 / 130.0, 1);
        using var cancellation = new CancellationTokenSource();
        var first = new RecordedProgress(_ => cancellation.Cancel());
        FluentActions.Invoking(() => sample(first, cancellation.Token)).Should().Throw<OperationCanceledException>();
        first.Values.Should().ContainSingle();
    }

    [Fact]
    public void A_canceled_call_does_not_change_what_the_trainer_samples_next()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(seed: 3);
        using DcganTrainer undisturbed = Tiny.Trainer(seed: 3);
        using var cancellation = new CancellationTokenSource();
        var progress = new RecordedProgress(_ => cancellation.Cancel());

        trainer.Invoking(it => it.Sample(100, progress, cancellation.Token)).Should().Throw<OperationCanceledException>();

        trainer.Sample(5).Equals(undisturbed.Sample(5)).Should().BeTrue();
    }

    [Fact]
    public void A_canceled_call_does_not_repeat_latents_that_another_call_has_drawn_meanwhile()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(seed: 3);
        using DcganTrainer undisturbed = Tiny.Trainer(seed: 3);
        using var cancellation = new CancellationTokenSource();
        var progress = new RecordedProgress(_ =>
        {
            trainer.Sample(3);
            cancellation.Cancel();
        });

        trainer.Invoking(it => it.Sample(100, progress, cancellation.Token)).Should().Throw<OperationCanceledException>();

        undisturbed.Sample(100);
        undisturbed.Sample(3);
        trainer.Sample(5).Equals(undisturbed.Sample(5)).Should().BeTrue();
    }

    [Fact]
    public void A_progress_callback_keeps_its_tensors_its_gradient_mode_and_the_batch_statistics()
    {
        using DcganTrainer trainer = Tiny.Trainer();
        Generator generator = trainer.Generator;
        generator.train();
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor latents = generator.DrawLatents(4, 1);
        torch.Tensor running = generator.Sample(latents, statistics: SamplingStatistics.Running);
        var made = new List<torch.Tensor>();
        var progress = new RecordedProgress(_ => made.Add(generator.call(latents)));

        torch.Tensor images = generator.Sample(70, progress: progress);

        images.shape[0].Should().Be(70);
        made.Should().HaveCount(2).And.OnlyContain(tensor => !tensor.IsInvalid && tensor.requires_grad);
        made[0].Equals(running).Should().BeFalse("a training pass uses the statistics of its batch");
    }

    [Fact]
    public void The_parts_of_a_large_sample_equal_small_samples()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using FrozenGenerator frozen = trainer.Generator.Freeze();
        torch.Tensor latents = frozen.DrawLatents(130, 2);
        torch.Tensor all = frozen.Sample(latents);

        torch.cat([frozen.Sample(latents[..64]), frozen.Sample(latents[64..128]), frozen.Sample(latents[128..])]).Equals(all).Should().BeTrue();
        all.is_contiguous().Should().BeTrue();
        all.requires_grad.Should().BeFalse();
    }
}
