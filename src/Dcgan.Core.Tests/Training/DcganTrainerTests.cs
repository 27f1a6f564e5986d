using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

public sealed class DcganTrainerTests
{
    [Fact]
    public void State_dict_holds_both_networks_under_their_names()
    {
        using DcganTrainer trainer = Tiny.Trainer();

        trainer.state_dict().Keys.Should().BeEquivalentTo(
            trainer.Generator.state_dict().Keys.Select(key => $"generator.{key}")
                .Concat(trainer.Discriminator.state_dict().Keys.Select(key => $"discriminator.{key}")));
    }

    [Fact]
    public void Networks_that_do_not_fit_each_other_are_refused()
    {
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator with { ImageChannels = 1, BaseSize = 4 });

        Action build = () => new DcganTrainer(generator, discriminator).Dispose();

        build.Should().Throw<ArgumentException>()
            .WithMessage("discriminator: judges images [N, 1, 16, 16] but the generator generates [N, 3, 8, 8].*");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_network_that_has_been_disposed_is_refused_by_its_name(bool isGenerator)
    {
        using var generator = new Generator(Tiny.Generator);
        using var discriminator = new Discriminator(Tiny.Discriminator);
        (isGenerator ? (IDisposable)generator : discriminator).Dispose();

        Action build = () => new DcganTrainer(generator, discriminator).Dispose();

        build.Should().Throw<ObjectDisposedException>().Which.ObjectName.Should().Be($"Dcgan.Core.{(isGenerator ? "Generator" : "Discriminator")}");
    }

    [Fact]
    public void Forward_gives_both_losses_with_their_graph_for_a_hosts_own_update()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using var optimizer = torch.optim.SGD(trainer.Generator.parameters(), 0.1);
        Dictionary<string, double[]> before = Tiny.Values(trainer.Generator);

        (torch.Tensor generatorLoss, torch.Tensor discriminatorLoss) = trainer.call(Tiny.Images());
        generatorLoss.backward();
        optimizer.step();

        discriminatorLoss.requires_grad.Should().BeTrue();
        generatorLoss.item<float>().Should().BePositive();
        Tiny.Values(trainer.Generator)["stages.0.weight"].Should().NotEqual(before["stages.0.weight"]);
    }

    [Fact]
    public void Forward_in_evaluation_takes_a_single_image()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.eval();

        trainer.call(Tiny.Images(1)).DiscriminatorLoss.item<float>().Should().BePositive();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    public void The_optimizer_moves_along_with_the_networks(int stepsBefore)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer moved = Tiny.Trainer();
        using DcganTrainer stayed = Tiny.Trainer();
        stayed.to(torch.float64);
        moved.to(torch.float64);
        Run(stayed, stepsBefore);
        Run(moved, stepsBefore);

        // A round trip through float32 rounds weights and moments once; lost moments would change a step by half.
        moved.to(torch.float32);
        moved.to(torch.float64);
        Run(stayed, 2);
        Run(moved, 2);

        double[] expected = Tiny.Values(stayed)["generator.stages.0.weight"];
        Tiny.Values(moved)["generator.stages.0.weight"].Zip(expected, (one, other) => Math.Abs(one - other)).Max()
            .Should().BeLessThan(1e-6, "a step is 2e-4");

        static void Run(DcganTrainer trainer, int steps)
        {
            for (int step = 0; step < steps; step++)
            {
                trainer.Step(Tiny.Images(seed: trainer.StepCount).to(torch.float64));
            }
        }
    }

    [Fact]
    public void Moving_to_the_device_where_it_is_changes_nothing()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using DcganTrainer twin = Tiny.Trainer();

        trainer.Step(Tiny.Images());
        trainer.to(torch.CPU);
        trainer.Step(Tiny.Images());
        twin.Step(Tiny.Images());
        twin.Step(Tiny.Images());

        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(twin));
    }

    [Fact]
    public void Sampling_gives_other_images_each_time_and_does_not_disturb_training()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();

        torch.Tensor first = trainer.Sample(3);
        torch.Tensor second = trainer.Sample(3);

        first.shape.Should().Equal(3, 3, 8, 8);
        first.requires_grad.Should().BeFalse();
        second.Equals(first).Should().BeFalse();
        trainer.training.Should().BeTrue();
        trainer.Sample(1).shape.Should().Equal(1, 3, 8, 8);
        trainer.Invoking(it => it.Sample(0)).Should().Throw<ArgumentException>().WithMessage("count: must be at least 1 but was 0.*");
    }

    [Fact]
    public void A_trainer_is_a_part_of_a_larger_module()
    {
        using var host = new Host(Tiny.Trainer());

        host.state_dict().Keys.Should().Contain("trainer.generator.stages.0.weight");
    }

    private sealed class Host : torch.nn.Module
    {
        private readonly DcganTrainer trainer;

        internal Host(DcganTrainer trainer)
            : base(nameof(Host))
        {
            this.trainer = trainer;
            RegisterComponents();
        }

        protected override void Dispose(bool disposing)
        {
            trainer.Dispose();
            base.Dispose(disposing);
        }
    }
}
