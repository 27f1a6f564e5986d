using FluentAssertions;
using Microsoft.Extensions.Logging;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Diagnostics;

public sealed class LogTests
{
    [Fact]
    public void Networks_and_steps_are_logged_at_debug_level()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(
            Tiny.Generator, Tiny.Discriminator, new DcganTrainerOptions { Seed = 5 }, log);

        trainer.Train([Tiny.Images()]);

        log.Lines[0].Should().Be("Debug: Generator: latents of 5 to 3x8x8 images through depths [6, 4], 1067 parameters, seed 5.");
        log.Lines[1].Should().Be("Debug: Discriminator: 3x8x8 images through depths [4, 6], 970 parameters, seed 5.");
        log.Lines[2].Should().StartWith("Debug: Step 1: generator loss ");
        log.Lines[3].Should().Be("Information: Training ended after 1 steps: no batches are left.");
        log.Lines.Should().HaveCount(4);
    }

    [Fact]
    public void Cancellation_and_divergence_are_logged()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, logger: log);

        trainer.Invoking(it => it.Train([Tiny.Images()], cancellationToken: new CancellationToken(canceled: true)))
            .Should().Throw<OperationCanceledException>();
        trainer.Invoking(it => it.Step(Tiny.OverflowingImages())).Should().Throw<DcganDivergedException>();

        log.Lines.Should().Contain("Information: Training stopped after 0 steps: cancellation was requested.");
        log.Lines[^1].Should().StartWith("Error: Training diverged at step 1; the state after the previous step is unchanged.");
    }
}
