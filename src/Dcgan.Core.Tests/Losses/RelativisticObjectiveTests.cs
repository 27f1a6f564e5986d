using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Losses;

/// <summary>Relativistic pairing is its formula, in values and gradients, and in both schedules of a step.</summary>
public sealed class RelativisticObjectiveTests
{
    private static readonly double[] Real = [-1e4, -2, 0.5, 30];
    private static readonly double[] Generated = [1e4, 1, 0.25, -30];

    [Fact]
    public void Values_and_gradients_are_the_formula()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new() { Objective = AdversarialObjective.RelativisticPairing });
        torch.Tensor real = torch.tensor(Real, [4, 1]).requires_grad_();
        torch.Tensor generated = torch.tensor(Generated, [4, 1]).requires_grad_();

        (torch.Tensor generatorLoss, torch.Tensor discriminatorLoss) = loss.call(real, generated);

        double[] margins = [.. Real.Zip(Generated, (x, g) => x - g)];
        discriminatorLoss.item<double>().Should().BeApproximately(margins.Average(margin => Softplus(-margin)), 1e-9);
        generatorLoss.item<double>().Should().BeApproximately(margins.Average(Softplus), 1e-9);
        double[][] slopes = Gradients.Of(discriminatorLoss, real, generated);
        for (int pair = 0; pair < 4; pair++)
        {
            double slope = -Sigmoid(-margins[pair]) / 4;
            slopes[0][pair].Should().BeApproximately(slope, 1e-12);
            slopes[1][pair].Should().BeApproximately(-slope, 1e-12);
        }

        generated.grad = null;
        real.grad = null;
        generatorLoss.backward();
        generated.grad!.data<double>().ToArray().Zip(margins, (slope, margin) => slope + (Sigmoid(margin) / 4))
            .Should().OnlyContain(difference => Math.Abs(difference) < 1e-12);
        real.grad.Should().BeNull("the real scores are constants for the generator");
    }

    [Fact]
    public void The_generators_loss_alone_needs_the_real_scores()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var loss = new DcganLoss(new() { Objective = AdversarialObjective.RelativisticPairing });
        torch.Tensor three = torch.zeros(3, 2);
        torch.Tensor four = torch.zeros(4, 2);

        loss.Invoking(it => it.GeneratorLoss(three)).Should().Throw<ArgumentException>()
            .WithMessage("realLogits: must not be null, because RelativisticPairing compares generated with real images.*");
        loss.Invoking(it => it.GeneratorLoss(three, four)).Should().Throw<ArgumentException>()
            .WithMessage("generatedLogits: expected [4, 2] but was [3, 2].*");
        loss.Invoking(it => it.DiscriminatorLoss(four, three)).Should().Throw<ArgumentException>()
            .WithMessage("generatedLogits: expected [4, 2] but was [3, 2].*");
    }

    [Fact]
    public void A_step_needs_a_latent_for_each_image()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trainer(UpdateSchedule.Simultaneous);

        trainer.Invoking(it => it.Step(Tiny.Images(4).to(torch.float64), latents: it.Generator.DrawLatents(6, seed: 1))).Should().Throw<ArgumentException>()
            .WithMessage("latents: with labels, micro-batches or a relativistic objective a step of 4 images needs 4 latents but was 6.*");
    }

    [Fact]
    public void In_an_alternating_step_the_generator_is_compared_with_real_images_of_the_updated_discriminator()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Trainer(UpdateSchedule.Alternating());
        using DcganTrainer twin = Trainer(UpdateSchedule.Alternating());
        torch.Tensor images = Tiny.Images(4).to(torch.float64);
        torch.Tensor latents = trainer.Generator.DrawLatents(4, seed: 1);

        DcganStep step = trainer.Step(images, latents: latents);

        using var loss = new DcganLoss(twin.Options.Loss);
        torch.Tensor generated = twin.Generator.call(latents);
        torch.Tensor discriminatorLoss = loss.DiscriminatorLoss(twin.Discriminator.call(images), twin.Discriminator.call(generated.detach()));
        torch.autograd.backward([discriminatorLoss], inputs: [.. twin.Discriminator.parameters()]);
        twin.Optimizers.Discriminator.step();
        torch.Tensor generatorLoss = loss.GeneratorLoss(twin.Discriminator.call(generated), twin.Discriminator.call(images));
        step.DiscriminatorLoss.Should().BeApproximately(discriminatorLoss.item<double>(), 1e-12);
        step.GeneratorLoss.Should().BeApproximately(generatorLoss.item<double>(), 1e-12);
    }

    private static DcganTrainer Trainer(UpdateSchedule schedule)
    {
        DcganTrainer trainer = Tiny.Trainer(
            new DcganTrainerOptions { Schedule = schedule, Loss = new() { Objective = AdversarialObjective.RelativisticPairing } });
        trainer.to(torch.float64);
        return trainer;
    }

    private static double Softplus(double x) => Math.Max(x, 0) + Math.Log(1 + Math.Exp(-Math.Abs(x)));

    private static double Sigmoid(double x) => x >= 0 ? 1 / (1 + Math.Exp(-x)) : Math.Exp(x) / (1 + Math.Exp(x));
}
