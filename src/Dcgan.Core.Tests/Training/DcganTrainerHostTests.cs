using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Training;

/// <summary>A step works in whatever state its host has left torch and the networks.</summary>
public sealed class DcganTrainerHostTests
{
    [Theory]
    [InlineData(true, true)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void A_step_trains_even_after_evaluation(bool ofGenerator, bool ofDiscriminator)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using DcganTrainer twin = Tiny.Trainer();
        trainer.Generator.train(!ofGenerator);
        trainer.Discriminator.train(!ofDiscriminator);

        trainer.Step(Tiny.Images());
        twin.Step(Tiny.Images());

        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(twin));
    }

    [Fact]
    public void A_step_works_where_the_host_has_switched_gradients_off()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using IDisposable noGradients = torch.no_grad();

        trainer.Step(Tiny.Images()).GeneratorGradientNorm.Should().BePositive();

        torch.is_grad_enabled().Should().BeFalse();
    }

    [Fact]
    public void A_step_works_in_inference_mode()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        using DcganTrainer twin = Tiny.Trainer();
        torch.Tensor images = Tiny.Images();
        using (torch.inference_mode())
        {
            trainer.Step(images);
        }

        twin.Step(images);

        Tiny.Values(trainer).ShouldHaveTheBitsOf(Tiny.Values(twin));
    }

    [Fact]
    public void Frozen_parameters_stay_and_the_others_move()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Generator.get_parameter("stages.0.weight")!.requires_grad = false;
        Dictionary<string, double[]> before = Tiny.Values(trainer.Generator);

        trainer.Step(Tiny.Images());

        Dictionary<string, double[]> after = Tiny.Values(trainer.Generator);
        after["stages.0.weight"].Should().Equal(before["stages.0.weight"]);
        after["stages.1.weight"].Should().NotEqual(before["stages.1.weight"]);
    }

    [Fact]
    public void A_wholly_frozen_network_stays_and_the_other_moves()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        foreach (TorchSharp.Modules.Parameter parameter in trainer.Generator.parameters())
        {
            parameter.requires_grad = false;
        }

        Dictionary<string, double[]> before = Tiny.Values(trainer);

        trainer.Step(Tiny.Images()).GeneratorGradientNorm.Should().Be(0);

        Dictionary<string, double[]> after = Tiny.Values(trainer);
        after["generator.stages.1.weight"].Should().Equal(before["generator.stages.1.weight"]);
        after["discriminator.stages.0.weight"].Should().NotEqual(before["discriminator.stages.0.weight"]);
    }

    [Fact]
    public void Building_and_training_inside_a_hosts_dispose_scope_survives_it()
    {
        DcganTrainer trainer;
        using (torch.NewDisposeScope())
        {
            trainer = Tiny.Trainer();
            trainer.Step(Tiny.Images());
            trainer.to(torch.float64);
        }

        using (trainer)
        {
            using DisposeScope scope = torch.NewDisposeScope();
            trainer.Step(Tiny.Images().to(torch.float64)).Number.Should().Be(2);
        }
    }

    [Fact]
    public void A_disposed_trainer_says_so()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        DcganTrainer trainer = Tiny.Trainer();
        trainer.Dispose();

        using var folder = new TestFolder();
        using (DcganTrainer saved = Tiny.Trainer())
        {
            saved.Save(folder["run"]);
        }

        var checkpoints = new CheckpointDirectory(folder["checkpoints"]);
        Action<DcganTrainer>[] calls =
        [
            it => it.Step(Tiny.Images()), it => it.Train([Tiny.Images()]), it => it.CompleteStep(4), it => it.NextEpoch(), it => it.Sample(2),
            it => it.call(Tiny.Images()), it => it.Save(folder["new"]), it => it.Load(folder["run"]), it => checkpoints.Save(it),
            it => checkpoints.SaveBest(it), it => it.Generator.Save(folder["new"]), it => it.Generator.Sample(2, 1), it => it.Generator.Freeze(),
            it => it.Generator.Calibrate(torch.zeros(4, 8), 2),
        ];
        foreach (Action<DcganTrainer> call in calls)
        {
            trainer.Invoking(call).Should().Throw<ObjectDisposedException>();
        }

        folder.Names.Should().NotContain("new");
    }

    [Fact]
    public void Networks_moved_apart_are_refused_before_anything_changes()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.Discriminator.to(torch.float64);

        trainer.Invoking(it => it.Step(Tiny.Images().to(torch.float64))).Should().Throw<InvalidOperationException>()
            .WithMessage("The generator is Float32 on cpu but the discriminator is Float64 on cpu: move the trainer, not one of its networks.");
    }

    [Fact]
    public void Refused_latents_leave_the_mode_as_it_was()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.eval();

        trainer.Invoking(it => it.Step(Tiny.Images(), latents: torch.zeros(4, 9))).Should().Throw<ArgumentException>();

        trainer.training.Should().BeFalse();
    }
}
