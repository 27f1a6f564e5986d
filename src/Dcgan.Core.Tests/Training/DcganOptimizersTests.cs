using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class DcganOptimizersTests
{
    [Fact]
    public void A_hosts_own_adam_trains_like_the_trainers()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer expected = Tiny.Trainer();
        using DcganTrainer trainer = WithOptimizers(parameters =>
            new FusedAdam(parameters, 2e-4, 0.5, 0.999, 1e-8) { EpsilonHat = true });

        for (int step = 1; step <= 3; step++)
        {
            trainer.Step(Tiny.Images(seed: step)).Should().Match<DcganStep>(it => it.Number == step);
            expected.Step(Tiny.Images(seed: step));
        }

        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(expected));
        trainer.parameters().Select(parameter => parameter.grad).Should().AllSatisfy(gradient => gradient.Should().BeNull());
    }

    [Fact]
    public void Any_other_optimizer_of_torchsharps_works()
    {
        const double Rate = 0.01;
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = WithOptimizers(parameters => torch.optim.SGD(parameters, Rate));
        Dictionary<string, double[]> before = Tiny.Values(trainer.Generator);

        DcganStep step = trainer.Step(Tiny.Images());

        Dictionary<string, double[]> after = Tiny.Values(trainer.Generator);
        IEnumerable<double> moves = before
            .Where(entry => !entry.Key.Contains("running", StringComparison.Ordinal))
            .SelectMany(entry => entry.Value.Zip(after[entry.Key], (a, b) => a - b));
        Math.Sqrt(moves.Sum(move => move * move)).Should().BeApproximately(Rate * step.GeneratorGradientNorm, 1e-6);
    }

    [Fact]
    public void A_scheduler_changes_the_rate_of_the_steps_that_follow()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        torch.optim.lr_scheduler.LRScheduler schedule = torch.optim.lr_scheduler.StepLR(trainer.Optimizers.Generator, 1, gamma: 0);
        trainer.Step(Tiny.Images());
        schedule.step();
        double[] generator = Tiny.Values(trainer.Generator)["stages.0.weight"];
        double[] discriminator = Tiny.Values(trainer.Discriminator)["stages.0.weight"];

        trainer.Step(Tiny.Images());

        Tiny.Values(trainer.Generator)["stages.0.weight"].Should().Equal(generator);
        Tiny.Values(trainer.Discriminator)["stages.0.weight"].Should().NotEqual(discriminator);
    }

    [Fact]
    public void Optimizers_of_other_parameters_are_refused_and_the_networks_stay_the_callers()
    {
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        using torch.optim.Optimizer ofGenerator = torch.optim.SGD(generator.parameters(), 0.1);

        FluentActions.Invoking(() => new DcganTrainer(generator, discriminator, optimizers: new(ofGenerator, ofGenerator)))
            .Should().Throw<ArgumentException>()
            .WithMessage("optimizers.Discriminator: must hold parameters of the discriminator only, but 9 of its 9 are not.*");
        FluentActions.Invoking(() => new DcganOptimizers(null!, ofGenerator)).Should().Throw<ArgumentNullException>().WithParameterName("generator");
        FluentActions.Invoking(() => new DcganOptimizers(ofGenerator, null!)).Should().Throw<ArgumentNullException>().WithParameterName("discriminator");
        generator.FirstWeight.IsInvalid.Should().BeFalse();
    }

    [Fact]
    public void An_optimizer_that_has_lost_its_parameters_is_told_before_anything_changes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = WithOptimizers(parameters => torch.optim.Adam(parameters));
        trainer.to(torch.float64);
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Invoking(it => it.Step(Tiny.Images().to(torch.float64))).Should().Throw<InvalidOperationException>()
            .WithMessage("Adam has lost its parameters: they were moved after it was constructed. Move the networks first, or use FusedAdam, which follows them.");

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        trainer.StepCount.Should().Be(0);
    }

    private static DcganTrainer WithOptimizers(
        Func<IEnumerable<TorchSharp.Modules.Parameter>, torch.optim.Optimizer> optimizer)
    {
        var generator = new Generator(Tiny.Generator);
        var discriminator = new Discriminator(Tiny.Discriminator);
        return new DcganTrainer(
            generator,
            discriminator,
            optimizers: new(optimizer(generator.parameters()), optimizer(discriminator.parameters())));
    }
}
