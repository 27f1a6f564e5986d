using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Processes;

[Collection(nameof(CountsTensors))]
public sealed class LiveTensorTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(false, true)]
    [InlineData(false, false)]
    public void Steps_and_failed_steps_of_several_processes_leak_no_tensors(bool alternates, bool hasPenalty)
    {
        long[] counts = ThreadGroup.Results(2, group =>
        {
            using DcganTrainer trainer = DcganTrainer.Create(
                Tiny.Generator,
                Tiny.Discriminator,
                new()
                {
                    Schedule = alternates ? UpdateSchedule.Alternating(2) : UpdateSchedule.Simultaneous,
                    Augmentation = AugmentationOptions.DiffAugment with { HorizontalFlip = true, InstanceNoise = 0.1 },
                    Loss = new() { GradientPenaltyWeight = hasPenalty ? 1 : 0 },
                    DivergencePolicy = DivergencePolicy.Skip,
                    EmaDecay = 0.9,
                },
                processes: group);
            trainer.Monitor = new CollapseMonitor(leastDiversity: 0);
            Steps(trainer, group);
            long before = Count(group);
            for (int round = 0; round < 5; round++)
            {
                Steps(trainer, group);
            }

            return Count(group) - before;
        });

        counts.Should().OnlyContain(added => added == 0);
    }

    private static void Steps(DcganTrainer trainer, ThreadGroup group)
    {
        torch.Tensor images;
        torch.Tensor overflowing;
        using (DisposeScope scope = torch.NewDisposeScope())
        {
            images = Tiny.Images(8, seed: group.Rank).MoveToOuterDisposeScope();
            overflowing = Tiny.OverflowingImages(8).MoveToOuterDisposeScope();
        }

        // In the scope of the thread, as a host without scopes has it.
        trainer.Step(images).Outcome.Should().Be(StepOutcome.Updated);
        trainer.Step(group.Rank == 1 ? overflowing : images).Outcome.Should().Be(StepOutcome.Skipped);
        trainer.Invoking(it => it.Step(group.Rank == 1 ? overflowing : images, labels: group.Rank == 1 ? images : null)).Should().Throw<Exception>();
        overflowing.Dispose();
        images.Dispose();
    }

    /// <summary>Counts the tensors of the process while no rank makes any.</summary>
    private static long Count(ThreadGroup group)
    {
        group.Barrier();
        if (group.Rank == 0)
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
        }

        group.Barrier();
        long count = torch.Tensor.TotalCount;
        group.Barrier();
        return count;
    }
}
