using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class DcganTrainerStepTests
{
    [Fact]
    public void One_step_moves_every_parameter_of_both_networks()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Step(Tiny.Images());

        Dictionary<string, double[]> after = Tiny.Values(trainer);
        foreach ((string key, double[] values) in before)
        {
            after[key].Should().NotEqual(values, "{0} takes part", key);
        }
    }

    [Fact]
    public void A_steps_numbers_are_of_the_pass_before_the_update()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using DcganTrainer twin = Tiny.Trainer();
        torch.Tensor images = Tiny.Images();
        torch.Tensor latents = twin.Generator.DrawLatents(4, seed: 9);
        torch.Tensor realLogits = twin.Discriminator.call(images);
        torch.Tensor generatedLogits = twin.Discriminator.call(twin.Generator.call(latents));
        using var loss = new DcganLoss();
        (torch.Tensor generatorLoss, torch.Tensor discriminatorLoss) = loss.call(realLogits, generatedLogits);
        IList<torch.Tensor> gradients = torch.autograd.grad([generatorLoss], [.. twin.Generator.parameters()], retain_graph: true);

        DcganStep step = trainer.Step(images, latents: latents);

        step.Number.Should().Be(1);
        step.GeneratorLoss.Should().BeApproximately(generatorLoss.item<float>(), 1e-5);
        step.DiscriminatorLoss.Should().BeApproximately(discriminatorLoss.item<float>(), 1e-5);
        step.RealProbability.Should().BeApproximately(realLogits.softmax(1)[.., 1].mean().item<float>(), 1e-5);
        step.GeneratedProbability.Should().BeApproximately(generatedLogits.softmax(1)[.., 1].mean().item<float>(), 1e-5);
        double norm = Math.Sqrt(gradients.Sum(gradient => Math.Pow(gradient.norm().item<float>(), 2)));
        step.GeneratorGradientNorm.Should().BeApproximately(norm, 1e-4 * norm);
        step.Duration.Should().BePositive();
        trainer.Step(images).Number.Should().Be(2);
        trainer.StepCount.Should().Be(2);
    }

    [Fact]
    public void Training_teaches_the_discriminator()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = DcganTrainer.Create(
            Tiny.Generator, Tiny.Discriminator, new DcganTrainerOptions { LearningRate = 2e-3 });
        torch.Tensor images = torch.ones(8, 3, 8, 8) * torch.linspace(-1, 1, 8).view(8, 1, 1, 1);
        DcganStep first = trainer.Step(images);

        DcganStep last = first;
        for (int i = 0; i < 60; i++)
        {
            last = trainer.Step(images);
        }

        last.DiscriminatorLoss.Should().BeLessThan(first.DiscriminatorLoss);
        last.RealProbability.Should().BeGreaterThan(last.GeneratedProbability);
    }

    [Fact]
    public void One_seed_gives_one_run_to_the_bit_whoever_else_draws()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer one = Tiny.Trainer(seed: 3);
        using DcganTrainer same = Tiny.Trainer(seed: 3);
        using DcganTrainer other = Tiny.Trainer(seed: 4);

        for (int step = 0; step < 20; step++)
        {
            torch.Tensor images = Tiny.Images(seed: step);
            one.Step(images);
            torch.rand(3);
            same.Sample(2);
            same.Step(images);
            other.Step(images);
        }

        Tiny.Values(same).ShouldHaveTheBitsOf(Tiny.Values(one));
        Tiny.Values(other)["generator.stages.0.weight"].Should().NotEqual(Tiny.Values(one)["generator.stages.0.weight"]);
    }

    [Fact]
    public void Composed_by_hand_is_the_same_as_created()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer created = Tiny.Trainer();
        using var composed = new DcganTrainer(new Generator(Tiny.Generator), new Discriminator(Tiny.Discriminator));

        created.Step(Tiny.Images());
        composed.Step(Tiny.Images());

        Tiny.Values(composed).ShouldHaveTheBitsOf(Tiny.Values(created));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(33)]
    public void Any_batch_of_at_least_two_works_and_may_differ_from_the_one_before(int count)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();

        trainer.Step(Tiny.Images(8));
        trainer.Step(Tiny.Images(count)).GeneratorLoss.Should().BePositive();
    }

    [Fact]
    public void Divergence_is_reported_before_any_weight_changes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Step(Tiny.Images());
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Invoking(it => it.Step(Tiny.OverflowingImages())).Should().Throw<DcganDivergedException>()
            .WithMessage("Training diverged at step 2: Generator loss *, discriminator loss NaN, *No weight has changed.")
            .Which.Step!.DiscriminatorLoss.Should().Be(double.NaN);

        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        trainer.StepCount.Should().Be(1);
        trainer.Step(Tiny.Images()).Number.Should().Be(2, "the run can go on");
    }

    [Fact]
    public void Images_that_do_not_fit_are_refused_and_nothing_changes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        void Refuses(torch.Tensor images, string message) =>
            trainer.Invoking(it => it.Step(images)).Should().Throw<ArgumentException>().WithMessage(message);

        Refuses(torch.zeros(32, 1, 28, 28), "images: expected [N, 3, 8, 8] but was [32, 1, 28, 28].*");
        Refuses(torch.zeros(1, 3, 8, 8), "images: batch normalization in training needs a batch of at least 2 but was 1.*");
        Refuses(torch.zeros(0, 3, 8, 8), "images: batch normalization in training needs a batch of at least 2 but was 0.*");
        Refuses(torch.zeros(4, 3, 8, 8, dtype: torch.float64), "images: expected Float32 but was Float64.*");
        Refuses(null!, "*images*");
        trainer.Invoking(it => it.Step(Tiny.Images(), latents: torch.zeros(4, 9))).Should().Throw<ArgumentException>()
            .WithMessage("latents: expected [N, 5] but was [4, 9].*");
        Tiny.Values(trainer).ShouldHaveTheBitsOf(before);
        trainer.Step(Tiny.Images()).Number.Should().Be(1);
    }

    [Fact]
    public void Refused_images_draw_no_latents()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using DcganTrainer twin = Tiny.Trainer();
        trainer.Invoking(it => it.Step(torch.zeros(4, 3, 8, 8, dtype: torch.uint8))).Should().Throw<ArgumentException>();

        trainer.Step(Tiny.Images());
        twin.Step(Tiny.Images());

        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(twin));
    }
}
