using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class ConditionalTrainingTests
{
    [Theory]
    [InlineData(4)]
    [InlineData(0)]
    public void A_class_is_learned(int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainerOptions options = new() { LearningRate = 2e-3, Schedule = UpdateSchedule.Alternating() };
        using DcganTrainer trainer = Conditional(options, batchNorm: false, labelSize);

        // Class 0 is dark, class 1 is bright.
        torch.Tensor labels = torch.arange(16, torch.int64).remainder(2);
        torch.Tensor images = ((labels.to(torch.float32) * 1.6) - 0.8).view(16, 1, 1, 1).expand(16, 3, 8, 8).contiguous();
        for (int step = 0; step < 150; step++)
        {
            trainer.Step(new DcganBatch(images, labels));
        }

        torch.Tensor means = trainer.Sample(trainer.Generator.DrawLatents(16, seed: 3), labels).mean([1, 2, 3]);
        means.masked_select(labels.eq(0)).mean().item<float>().Should().BeLessThan(-0.2f);
        means.masked_select(labels.eq(1)).mean().item<float>().Should().BeGreaterThan(0.2f);
    }

    [Theory]
    [InlineData(false, 4)]
    [InlineData(true, 4)]
    [InlineData(false, 0)]
    [InlineData(true, 0)]
    public void Every_part_of_a_step_knows_the_labels(bool alternates, int labelSize)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Conditional(
            new DcganTrainerOptions
            {
                Schedule = alternates ? UpdateSchedule.Alternating(2, 2) : UpdateSchedule.Simultaneous,
                MicroBatches = 2,
                EmaDecay = 0.9,
                DiversityInterval = 1,
                Loss = new() { R1Weight = 1, R2Weight = 1, GradientPenaltyWeight = 1, FeatureMatchingWeight = 0.05 },
                Augmentation = AugmentationOptions.DiffAugment with { HorizontalFlip = true },
            },
            labelSize: labelSize);
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        DcganStep step = trainer.Step(new DcganBatch(Tiny.Images(8), torch.tensor([0L, 1, 2, 0, 1, 2, 0, 1])));

        step.Penalty.Should().BePositive();
        step.Diversity.Should().BePositive();
        Dictionary<string, double[]> after = Tiny.Values(trainer);
        after["generator.labels.weight"].Should().NotEqual(before["generator.labels.weight"]);
        after["discriminator.labels.weight"].Should().NotEqual(before["discriminator.labels.weight"]);
        trainer.Sample(4).shape.Should().Equal(4, 3, 8, 8);
    }

    [Fact]
    public void Labels_are_checked_before_anything_changes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Conditional(new DcganTrainerOptions());
        using DcganTrainer plain = Tiny.Trainer();
        torch.Tensor labels = torch.zeros(4, torch.int64);

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<ArgumentException>()
            .WithMessage("labels: a network with 3 classes needs the class of each row*");
        trainer.Invoking(it => it.call(Tiny.Images())).Should().Throw<InvalidOperationException>()
            .WithMessage("forward: has no labels, which networks with classes need. Use Step; or call both networks with labels, and then CompleteStep *");
        trainer.Invoking(it => it.Step(new DcganBatch(Tiny.Images(), labels + 3))).Should().Throw<ArgumentException>()
            .WithMessage("labels: must be in [0, 2] but one was 3.*");
        trainer.Invoking(it => it.Step(new DcganBatch(Tiny.Images(), labels, torch.zeros(6, 5)))).Should().Throw<ArgumentException>()
            .WithMessage("latents: with labels, micro-batches or a relativistic objective a step of 4 images needs 4 latents but was 6.*");
        plain.Invoking(it => it.Step(new DcganBatch(Tiny.Images(), labels))).Should().Throw<ArgumentException>()
            .WithMessage("labels: this network has no classes*");
        trainer.StepCount.Should().Be(0);
    }

    [Fact]
    public void A_loop_takes_labeled_batches()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Conditional(new DcganTrainerOptions());
        IEnumerable<DcganBatch> batches = Enumerable.Range(0, 3).Select(seed => new DcganBatch(Tiny.Images(seed: seed), torch.zeros(4, torch.int64)));

        trainer.Train(batches, null, CancellationToken.None).Should().Be(3);
    }

    private static DcganTrainer Conditional(DcganTrainerOptions options, bool batchNorm = true, int labelSize = 0) => DcganTrainer.Create(
        Tiny.Generator with { Classes = 3, LabelSize = labelSize }, Tiny.Discriminator with { Classes = 3, BatchNorm = batchNorm }, options);
}
