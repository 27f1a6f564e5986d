using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.CudaTests;

/// <summary>Steps with NaN or infinite numbers leave the state as the divergence policy says.</summary>
public sealed class DivergenceTests : CudaTest
{
    public static TheoryData<DivergencePolicy, float, bool> Faults
    {
        get
        {
            TheoryData<DivergencePolicy, float, bool> data = [];
            foreach (DivergencePolicy policy in Enum.GetValues<DivergencePolicy>())
            {
                foreach (float value in (float[])[float.NaN, float.PositiveInfinity])
                {
                    data.Add(policy, value, true);
                    data.Add(policy, value, false);
                }
            }

            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Faults))]
    public void Images_that_are_not_finite_change_nothing(DivergencePolicy policy, float value, bool onGpu)
    {
        using DcganTrainer trainer = Trainer(new() { DivergencePolicy = policy, EmaDecay = 0.9 });
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = Tiny.Values(trainer);
        torch.Tensor images = Tiny.Images();
        images[3, 2, 1, 0] = value;
        images = onGpu ? images.to(Gpu.Device) : images;

        if (policy == DivergencePolicy.Throw)
        {
            trainer.Invoking(it => it.Step(images)).Should().Throw<ArgumentException>()
                .WithMessage("images: must be finite but contain NaN or infinite values. Nothing has changed.*");
        }
        else
        {
            trainer.Step(images).Outcome.Should().Be(StepOutcome.Skipped);
        }

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        trainer.StepCount.Should().Be(policy == DivergencePolicy.Throw ? 1 : 2);
        trainer.Step(Tiny.Images()).Outcome.Should().Be(StepOutcome.Updated);
    }

    [Theory]
    [InlineData(DivergencePolicy.Throw)]
    [InlineData(DivergencePolicy.Skip)]
    [InlineData(DivergencePolicy.RollBack)]
    public void Losses_that_are_not_finite_change_nothing_or_restore_the_last_good_state(DivergencePolicy policy)
    {
        using DcganTrainer trainer = Trainer(new() { DivergencePolicy = policy, RollBackInterval = 2, EmaDecay = 0.9 });
        trainer.Step(Tiny.Images());
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> copied = Tiny.Values(trainer);
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = Tiny.Values(trainer);
        torch.Tensor overflowing = Tiny.OverflowingImages().to(Gpu.Device);

        if (policy == DivergencePolicy.Throw)
        {
            trainer.Invoking(it => it.Step(overflowing)).Should().Throw<DcganDivergedException>().WithMessage("*No weight has changed.");
        }
        else
        {
            trainer.Step(overflowing).Outcome.Should().Be(policy == DivergencePolicy.Skip ? StepOutcome.Skipped : StepOutcome.RolledBack);
        }

        Tiny.Values(trainer).ShouldHaveTheBitsOf(policy == DivergencePolicy.RollBack ? copied : before);
        trainer.Step(Tiny.Images()).Outcome.Should().Be(StepOutcome.Updated);
    }

    [Fact]
    public void A_divergence_after_an_update_takes_the_update_and_its_moments_back()
    {
        StepCase run = new(Tiny.Generator, Tiny.Discriminator, new()
        {
            Schedule = UpdateSchedule.Alternating(2, 3),
            DiscriminatorLearningRate = 0,
            EmaDecay = 0.5,
        });
        using DcganTrainer trainer = run.Trainer(Gpu.Device, torch.float32);
        trainer.Step(Tiny.Images(8));
        trainer.Save(Folder["before"]);
        torch.Tensor latents = trainer.Generator.DrawLatents(16, seed: 1);

        // One Adam step at this learning rate makes weights of 1e38, which make the generator's loss infinite or NaN.
        trainer.Optimizers.Discriminator.ParamGroups.Single().LearningRate = 1e38;
        trainer.Invoking(it => it.Step(Tiny.Images(8), latents: latents)).Should().Throw<DcganDivergedException>();
        trainer.Optimizers.Discriminator.ParamGroups.Single().LearningRate = 0;

        // The files hold the weights, the moments of both optimizers and the random streams.
        trainer.Save(Folder["after"]);
        Near.ShouldHaveTheBytesOf(Folder["after"], Folder["before"]);
    }

    private static DcganTrainer Trainer(DcganTrainerOptions options)
    {
        DcganTrainer trainer = Tiny.Trainer(options);
        trainer.to(Gpu.Device);
        return trainer;
    }
}
