using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class DivergencePolicyTests
{
    private static torch.Tensor Overflowing => Tiny.OverflowingImages();

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 3)]
    public void What_fails_after_the_discriminators_update_takes_that_back_too(int discriminatorSteps, int generatorSteps)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainerOptions options = new()
        {
            Schedule = UpdateSchedule.Alternating(discriminatorSteps, generatorSteps),
            DiscriminatorLearningRate = 0,
            EmaDecay = 0.5,
        };
        using DcganTrainer trainer = Tiny.Trainer(options);
        using DcganTrainer twin = Tiny.Trainer(options);
        torch.Tensor images = Tiny.Images(8);
        trainer.Step(images);
        twin.Step(images);
        torch.Tensor latents = trainer.Generator.DrawLatents(16, seed: 1);

        // One Adam step at this learning rate makes weights of 1e38, which make the generator's loss infinite or NaN.
        trainer.Optimizers.Discriminator.ParamGroups.Single().LearningRate = 1e38;
        trainer.Invoking(it => it.Step(images, latents: latents)).Should().Throw<DcganDivergedException>().WithMessage("*No weight has changed.");
        trainer.Optimizers.Discriminator.ParamGroups.Single().LearningRate = 0;

        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(twin));

        // The moments are restored too: the next step equals the twin's.
        trainer.Step(images, latents: latents);
        twin.Step(images, latents: latents);
        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(twin));
    }

    [Fact]
    public void A_step_can_be_left_out()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        DcganTrainerOptions options = new() { DivergencePolicy = DivergencePolicy.Skip };
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, options, log);
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        DcganStep step = trainer.Step(Overflowing);

        step.Outcome.Should().Be(StepOutcome.Skipped);
        step.DiscriminatorLoss.Should().Be(double.NaN);
        (step.Number, trainer.StepCount, trainer.EpochStep).Should().Be((2, 2, 2));
        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        log.Lines.Should().Contain(line => line.StartsWith("Error: Training diverged at step 2;"));
        log.Lines.Should().Contain("Warning: Skipped the step.");
        trainer.Step(Tiny.Images()).Outcome.Should().Be(StepOutcome.Updated);
    }

    [Fact]
    public void A_run_goes_on_from_a_skipped_step_with_other_latents()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { DivergencePolicy = DivergencePolicy.Skip });
        using DcganTrainer twin = Tiny.Trainer();
        trainer.Step(Tiny.Images());
        twin.Step(Tiny.Images());

        trainer.Step(Overflowing).Outcome.Should().Be(StepOutcome.Skipped);

        trainer.Step(Tiny.Images()).GeneratorLoss.Should().NotBe(twin.Step(Tiny.Images()).GeneratorLoss, "the same latents might diverge again");
    }

    [Fact]
    public void A_run_can_go_back_to_its_last_good_state()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var log = new RecordedLog();
        DcganTrainerOptions options = new() { DivergencePolicy = DivergencePolicy.RollBack, RollBackInterval = 2, EmaDecay = 0.9 };
        using DcganTrainer trainer = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator, options, log);
        trainer.Step(Tiny.Images());
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> copied = Tiny.Values(trainer);
        trainer.Step(Tiny.Images());

        DcganStep failed = trainer.Step(Overflowing);

        failed.Outcome.Should().Be(StepOutcome.RolledBack);
        trainer.StepCount.Should().Be(4);
        Tiny.Values(trainer).ShouldHaveTheBitsOf(copied);
        log.Lines.Should().Contain("Warning: Skipped the step and restored the last good state from memory.");
    }

    [Fact]
    public void Between_two_copies_a_run_goes_back_to_the_first()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { DivergencePolicy = DivergencePolicy.RollBack, RollBackInterval = 5 });
        Dictionary<string, double[]> copied = Tiny.Values(trainer);
        for (int step = 0; step < 4; step++)
        {
            trainer.Step(Tiny.Images(seed: step));
        }

        trainer.Step(Overflowing).Outcome.Should().Be(StepOutcome.RolledBack);

        Tiny.Values(trainer).ShouldHaveTheBitsOf(copied);
    }

    [Fact]
    public void The_state_before_a_step_that_failed_is_not_gone_back_to_later()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { DivergencePolicy = DivergencePolicy.RollBack, RollBackInterval = 1 });
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> sound = Tiny.Values(trainer);
        trainer.Step(Tiny.Images());

        for (int failure = 0; failure < 2; failure++)
        {
            trainer.Step(Overflowing).Outcome.Should().Be(StepOutcome.RolledBack);
            Tiny.Values(trainer).ShouldHaveTheBitsOf(sound);
            trainer.Step(Tiny.Images(seed: 2)).Outcome.Should().Be(StepOutcome.Updated);
        }
    }

    [Fact]
    public void A_rolled_back_run_draws_other_latents()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainerOptions options = new() { DivergencePolicy = DivergencePolicy.RollBack };
        using DcganTrainer trainer = Tiny.Trainer(options);
        double first = trainer.Step(Tiny.Images()).GeneratorLoss;

        trainer.Step(Overflowing).Outcome.Should().Be(StepOutcome.RolledBack);

        trainer.Step(Tiny.Images()).GeneratorLoss.Should().NotBe(first);
    }

    [Theory]
    [InlineData(DivergencePolicy.Skip)]
    [InlineData(DivergencePolicy.RollBack)]
    public void A_run_that_cannot_be_helped_says_so(DivergencePolicy policy)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { DivergencePolicy = policy });
        for (int step = 0; step < 10; step++)
        {
            trainer.Step(Overflowing).Outcome.Should().NotBe(StepOutcome.Updated);
        }

        trainer.Invoking(it => it.Step(Overflowing)).Should().Throw<DcganDivergedException>();
        trainer.StepCount.Should().Be(10);
    }

    [Fact]
    public void A_loaded_run_does_not_go_back_to_what_was_before_it()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { DivergencePolicy = DivergencePolicy.RollBack });
        trainer.Step(Tiny.Images());
        trainer.Save(folder["run"]);
        Dictionary<string, double[]> saved = Tiny.Values(trainer);
        trainer.Step(Tiny.Images(seed: 2));
        trainer.Load(folder["run"]);

        trainer.Step(Overflowing);

        Tiny.Values(trainer).ShouldHaveTheBitsOf(saved);
    }

    [Fact]
    public void A_run_can_go_on_with_another_policy()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var folder = new TestFolder();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { DivergencePolicy = DivergencePolicy.RollBack });
        trainer.Step(Tiny.Images());
        trainer.Save(folder["run"]);
        using DcganTrainer other = Tiny.Trainer(new DcganTrainerOptions { DiversityInterval = 5, RollBackInterval = 7 });

        other.Load(folder["run"]);

        Tiny.Values(other).ShouldHaveTheBitsOf(Tiny.Values(trainer));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public void Weights_that_an_update_has_broken_are_not_gone_back_to(int interval)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { DivergencePolicy = DivergencePolicy.RollBack, RollBackInterval = interval });
        trainer.Step(Tiny.Images());
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> sound = Tiny.Values(trainer);

        // The losses of this step are finite, but with the updated weights no later loss is.
        SetRates(trainer, 1e38);
        trainer.Step(Tiny.Images()).Outcome.Should().Be(StepOutcome.Updated);
        SetRates(trainer, 2e-4);

        trainer.Step(Tiny.Images()).Outcome.Should().Be(StepOutcome.RolledBack);

        Tiny.Values(trainer).ShouldHaveTheBitsOf(sound);
        trainer.Step(Tiny.Images()).Outcome.Should().Be(StepOutcome.Updated);
    }

    [Fact]
    public void A_step_that_is_taken_back_leaves_the_calibration_too()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions
        {
            Schedule = UpdateSchedule.Alternating(1, 2),
            DivergencePolicy = DivergencePolicy.Skip,
        });
        trainer.Step(Tiny.Images());
        trainer.Generator.Calibrate(8);
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        // The generator's first update breaks the weights; the second update detects this.
        trainer.Optimizers.Generator.ParamGroups.Single().LearningRate = 1e38;
        trainer.Step(Tiny.Images()).Outcome.Should().Be(StepOutcome.Skipped);

        trainer.Generator.IsCalibrated.Should().BeTrue();
        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
    }

    private static void SetRates(DcganTrainer trainer, double rate)
    {
        trainer.Optimizers.Generator.ParamGroups.Single().LearningRate = rate;
        trainer.Optimizers.Discriminator.ParamGroups.Single().LearningRate = rate;
    }
}
