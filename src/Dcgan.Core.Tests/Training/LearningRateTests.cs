using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class LearningRateTests
{
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

    private static double Rate(torch.optim.Optimizer optimizer) => optimizer.ParamGroups.Single().LearningRate;
}
