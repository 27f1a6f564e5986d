using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.CudaTests;

public sealed class StepTests : CudaTest
{
    public static TheoryData<string> Cases => [.. StepCases.All.Keys];

    [Theory]
    [MemberData(nameof(Cases))]
    public void Steps_give_the_weights_and_numbers_of_the_CPU(string name)
    {
        StepCase run = StepCases.All[name];
        using DcganTrainer expected = run.Trainer(torch.CPU);
        using DcganTrainer trainer = run.Trainer(Gpu.Device);
        Dictionary<string, double[]> before = Tiny.Values(trainer);

        for (int step = 0; step < 4; step++)
        {
            // The trainer moves images and labels to its device, so a batch may be on either one.
            DcganStep numbers = trainer.Step(run.Batch(step, step % 2 == 0 ? torch.CPU : Gpu.Device));

            numbers.ShouldBeNear(expected.Step(run.Batch(step, torch.CPU)));
            Tiny.Values(trainer).ShouldBeNear(Tiny.Values(expected));
        }

        Tiny.Values(trainer).ShouldNotHaveTheBitsOf(before);
        trainer.state_dict().Values.Should().OnlyContain(value => value.device_type == Gpu.Device.type);
        trainer.AugmentationProbability.Should().BeApproximately(expected.AugmentationProbability, Near.Double);
        (trainer.StepCount, trainer.ImagesSeen).Should().Be((expected.StepCount, expected.ImagesSeen));
        using torch.Tensor samples = trainer.Sample(5);
        using torch.Tensor expectedSamples = expected.Sample(5);
        samples.ShouldBeNear(expectedSamples, Near.Double, "samples");
    }

    [Theory]
    [InlineData("preset Reference")]
    [InlineData("preset Recommended")]
    [InlineData("wgan-gp; one logit, spectral norm")]
    [InlineData("wide networks")]
    public void A_step_in_float32_has_the_numbers_of_the_CPU(string name)
    {
        StepCase run = StepCases.All[name];
        using DcganTrainer expected = run.Trainer(torch.CPU, torch.float32);
        using DcganTrainer trainer = run.Trainer(Gpu.Device, torch.float32);

        DcganStep step = trainer.Step(run.Batch(1, torch.CPU, torch.float32));

        step.ShouldBeNear(expected.Step(run.Batch(1, torch.CPU, torch.float32)), Near.Single);
        trainer.state_dict().Values.Should().OnlyContain(value => value.dtype == torch.float32);
    }

    [Fact]
    public void A_trainer_that_moves_between_devices_takes_its_moments_with_it()
    {
        StepCase run = StepCases.All["EMA by decay with warm-up"];
        using DcganTrainer expected = run.Trainer(torch.CPU);
        using DcganTrainer trainer = run.Trainer(torch.CPU);

        for (int step = 0; step < 6; step++)
        {
            trainer.to(step % 2 == 0 ? Gpu.Device : torch.CPU);
            trainer.Step(run.Batch(step, torch.CPU)).ShouldBeNear(expected.Step(run.Batch(step, torch.CPU)));
        }

        Tiny.Values(trainer).ShouldBeNear(Tiny.Values(expected));
    }

    [Fact]
    public void Latents_of_the_host_give_the_step_of_the_CPU()
    {
        StepCase run = StepCases.All["several updates of each network"];
        using DcganTrainer expected = run.Trainer(torch.CPU);
        using DcganTrainer trainer = run.Trainer(Gpu.Device);
        torch.Tensor latents = expected.Generator.DrawLatents(20, seed: 5);
        torch.Tensor images = run.Batch(1, torch.CPU).Images;

        trainer.Step(images, latents: latents.to(Gpu.Device)).ShouldBeNear(expected.Step(images, latents: latents));

        Tiny.Values(trainer).ShouldBeNear(Tiny.Values(expected));
    }

    [Theory]
    [InlineData("adaptive augmentation and feature matching")]
    [InlineData("EMA by half-life")]
    public void A_host_that_updates_the_networks_itself_gets_the_losses_of_the_CPU(string name)
    {
        StepCase run = StepCases.All[name];
        using DcganTrainer expected = run.Trainer(torch.CPU);
        using DcganTrainer trainer = run.Trainer(Gpu.Device);

        for (int step = 0; step < 3; step++)
        {
            (torch.Tensor generatorLoss, torch.Tensor discriminatorLoss) = Tiny.OwnStep(trainer, run.Batch(step, torch.CPU).Images);
            (torch.Tensor expectedGeneratorLoss, torch.Tensor expectedDiscriminatorLoss) = Tiny.OwnStep(expected, run.Batch(step, torch.CPU).Images);
            generatorLoss.item<double>().Should().BeApproximately(expectedGeneratorLoss.item<double>(), Near.Double);
            discriminatorLoss.item<double>().Should().BeApproximately(expectedDiscriminatorLoss.item<double>(), Near.Double);
        }

        Tiny.Values(trainer).ShouldBeNear(Tiny.Values(expected));
        trainer.AugmentationProbability.Should().Be(expected.AugmentationProbability);
    }
}
