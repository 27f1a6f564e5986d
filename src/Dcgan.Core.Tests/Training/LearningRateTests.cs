using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class LearningRateTests : IDisposable
{
    private readonly TestFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_discriminator_may_have_a_rate_of_its_own()
    {
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { LearningRate = 1e-4, DiscriminatorLearningRate = 4e-4 });

        Rate(trainer.Optimizers.Generator).Should().Be(1e-4);
        Rate(trainer.Optimizers.Discriminator).Should().Be(4e-4);
    }

    [Fact]
    public void TorchSharps_schedulers_set_both_rates()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { LearningRate = 1e-3 });
        torch.optim.lr_scheduler.LRScheduler halves = torch.optim.lr_scheduler.StepLR(trainer.Optimizers.Generator, step_size: 2, gamma: 0.5);
        torch.optim.lr_scheduler.LRScheduler cosine = torch.optim.lr_scheduler.CosineAnnealingLR(trainer.Optimizers.Discriminator, T_max: 4);
        List<double> ofGenerator = [];
        List<double> ofDiscriminator = [];
        for (int step = 0; step < 4; step++)
        {
            ofGenerator.Add(Rate(trainer.Optimizers.Generator));
            ofDiscriminator.Add(Rate(trainer.Optimizers.Discriminator));
            trainer.Step(Tiny.Images());
            halves.step();
            cosine.step();
        }

        ofGenerator.Should().Equal(1e-3, 1e-3, 5e-4, 5e-4);
        ofDiscriminator.Zip([1, 0.853553, 0.5, 0.146447]).Should().OnlyContain(pair => Math.Abs(pair.First - (1e-3 * pair.Second)) < 1e-9);
    }

    [Fact]
    public void A_scheduled_rate_of_0_leaves_the_weights()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        torch.optim.lr_scheduler.LRScheduler none = torch.optim.lr_scheduler.LambdaLR(trainer.Optimizers.Generator, _ => 0);
        none.step();
        double[] before = Tiny.Values(trainer)["generator.stages.0.weight"];

        trainer.Step(Tiny.Images());

        Tiny.Values(trainer)["generator.stages.0.weight"].Should().Equal(before);
    }

    [Fact]
    public void Rates_fall_linearly_with_the_images_and_stay_at_a_fiftieth()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(
            new DcganTrainerOptions { LearningRate = 1e-3, DiscriminatorLearningRate = 2e-3, LearningRateDecayImages = 16 });
        List<double> rates = [];
        for (int step = 0; step < 6; step++)
        {
            trainer.Step(Tiny.Images(4));
            Rate(trainer.Optimizers.Discriminator).Should().BeApproximately(2 * Rate(trainer.Optimizers.Generator), 1e-15);
            rates.Add(Rate(trainer.Optimizers.Generator));
        }

        rates.Zip([1e-3, 7.5e-4, 5e-4, 2.5e-4, 2e-5, 2e-5]).Should().OnlyContain(pair => Math.Abs(pair.First - pair.Second) < 1e-15);
    }

    [Fact]
    public void A_step_with_half_the_rate_moves_the_weights_half_as_far()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer decaying = Tiny.Trainer(new DcganTrainerOptions { LearningRateDecayImages = 8 });
        using DcganTrainer constant = Tiny.Trainer();
        decaying.to(torch.float64);
        constant.to(torch.float64);
        torch.Tensor images = Tiny.Images(4).to(torch.float64);
        decaying.Step(images);
        constant.Step(images);
        Tiny.Values(decaying).ShouldHaveTheBitsOf(Tiny.Values(constant));
        double[] before = Tiny.Values(constant)["generator.stages.0.weight"];

        decaying.Step(images);
        constant.Step(images);

        double[] half = Tiny.Values(decaying)["generator.stages.0.weight"];
        double[] whole = Tiny.Values(constant)["generator.stages.0.weight"];
        Enumerable.Range(0, before.Length).Should().OnlyContain(
            index => Math.Abs(half[index] - before[index] - (0.5 * (whole[index] - before[index]))) < 1e-12);
    }

    [Fact]
    public void A_hosts_own_updates_have_the_decayed_rates()
    {
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { LearningRate = 1e-3, LearningRateDecayImages = 16 });

        trainer.Invoking(it => it.CompleteStep()).Should().Throw<InvalidOperationException>()
            .WithMessage("CompleteStep: pass the number of images, on which LearningRateDecayImages depends, because forward has not been called.");
        trainer.CompleteStep(4);

        Rate(trainer.Optimizers.Generator).Should().BeApproximately(7.5e-4, 1e-15);
    }

    [Fact]
    public void A_resumed_run_of_another_length_starts_with_its_rate()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer first = Tiny.Trainer(new DcganTrainerOptions { LearningRate = 1e-3, LearningRateDecayImages = 8 });
        first.Step(Tiny.Images(4));
        first.Step(Tiny.Images(4));
        first.Save(folder["run"]);
        using DcganTrainer longer = Tiny.Trainer(new DcganTrainerOptions { LearningRate = 1e-3, LearningRateDecayImages = 32 });

        using DcganTrainer constant = Tiny.Trainer(new DcganTrainerOptions { LearningRate = 1e-3 });

        longer.Load(folder["run"]);
        constant.Load(folder["run"]);

        Rate(longer.Optimizers.Generator).Should().BeApproximately(7.5e-4, 1e-15);
        Rate(constant.Optimizers.Discriminator).Should().Be(1e-3);
        longer.Save(folder["longer"]);
        constant.Load(folder["longer"]);
        constant.Step(Tiny.Images(4));
        Rate(constant.Optimizers.Generator).Should().Be(1e-3);
        using DcganTrainer opened = DcganTrainer.Open(folder["run"]);
        opened.Options.Should().Be(first.Options);
    }

    [Theory]
    [InlineData(DivergencePolicy.Skip)]
    [InlineData(DivergencePolicy.RollBack)]
    public void Rates_fall_through_steps_that_are_taken_back(DivergencePolicy policy)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer(
            new DcganTrainerOptions { LearningRate = 1e-3, LearningRateDecayImages = 16, DivergencePolicy = policy, RollBackInterval = 1 });
        trainer.Step(Tiny.Images(4));
        trainer.Step(Tiny.OverflowingImages(4)).Outcome.Should().NotBe(StepOutcome.Updated);

        trainer.Step(Tiny.Images(4));

        Rate(trainer.Optimizers.Generator).Should().BeApproximately(5e-4, 1e-15);
    }

    [Fact]
    public void An_optimizer_without_an_initial_rate_decays_from_its_current_rate()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        var own = new FusedAdam(generator.parameters(), 1e-3);
        own.ParamGroups.Single().InitialLearningRate = 0;
        using var trainer = new DcganTrainer(
            generator, discriminator, new() { LearningRateDecayImages = 8 }, new(own, new FusedAdam(discriminator.parameters(), 1e-3)));

        trainer.Step(Tiny.Images(4));
        trainer.Step(Tiny.Images(4));

        Rate(own).Should().BeApproximately(5e-4, 1e-15);
    }

    [Fact]
    public void Each_group_of_a_hosts_optimizer_decays_from_its_initial_rate()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        TorchSharp.Modules.SGD own = torch.optim.SGD(
            [
                new TorchSharp.Modules.SGD.ParamGroup(generator.parameters().Take(2), new() { LearningRate = 0.1 }),
                new TorchSharp.Modules.SGD.ParamGroup(generator.parameters().Skip(2), new() { LearningRate = 0.2 }),
            ],
            0.3);
        using var trainer = new DcganTrainer(
            generator, discriminator, new() { LearningRateDecayImages = 8 }, new(own, torch.optim.Adam(discriminator.parameters(), 1e-3)));

        trainer.Step(Tiny.Images(4));
        trainer.Step(Tiny.Images(4));

        own.ParamGroups.Select(group => group.LearningRate).Should().Equal(0.05, 0.1);
        Rate(trainer.Optimizers.Discriminator).Should().BeApproximately(5e-4, 1e-15);
    }

    [Fact]
    public void A_negative_number_of_images_is_refused() =>
        FluentActions.Invoking(() => Tiny.Trainer(new DcganTrainerOptions { LearningRateDecayImages = -1 })).Should().Throw<ArgumentException>()
            .WithMessage("LearningRateDecayImages: must be at least 0 but was -1.*");

    private static double Rate(torch.optim.Optimizer optimizer) => optimizer.ParamGroups.Single().LearningRate;
}
