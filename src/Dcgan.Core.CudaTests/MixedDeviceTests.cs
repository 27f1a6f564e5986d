using Dcgan.Core.Evaluation;
using Dcgan.Core.Tests.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.CudaTests;

/// <summary>Tensors and networks on different devices get one clear sentence, before any native call.</summary>
public sealed class MixedDeviceTests : CudaTest
{
    private readonly Generator generator;
    private readonly Discriminator discriminator;

    public MixedDeviceTests()
    {
        generator = new(Tiny.Generator);
        discriminator = new(Tiny.Discriminator);
        generator.to(Gpu.Device);
        discriminator.to(Gpu.Device);
    }

    private static torch.Tensor Latents => torch.zeros(4, 5).to(Gpu.Elsewhere);

    private static torch.Tensor Images => Tiny.Images().to(Gpu.Elsewhere);

    /// <summary>As a tensor prints it, with the index.</summary>
    private string Here => generator.FirstWeight.device.ToString();

    [Fact]
    public void Networks_on_different_devices_are_refused()
    {
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaDecay = 0.9 });
        trainer.to(Gpu.Device);
        trainer.Discriminator.to(Gpu.Elsewhere);
        string expected = $"The generator is Float32 on {Here} but the discriminator is Float32 on {Gpu.Elsewhere}: move the trainer, not one of its networks.";

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<InvalidOperationException>().WithMessage(expected);
        trainer.Invoking(it => it.call(Tiny.Images())).Should().Throw<InvalidOperationException>().WithMessage(expected);
        trainer.Invoking(it => it.CompleteStep(4)).Should().Throw<InvalidOperationException>().WithMessage(expected);
        trainer.StepCount.Should().Be(0);
    }

    [Fact]
    public void An_averaged_generator_on_another_device_is_refused()
    {
        using DcganTrainer trainer = Tiny.Trainer(new DcganTrainerOptions { EmaDecay = 0.9 });
        trainer.to(Gpu.Device);
        trainer.AveragedGenerator!.to(Gpu.Elsewhere);

        trainer.Invoking(it => it.Step(Tiny.Images())).Should().Throw<InvalidOperationException>().WithMessage(
            $"The generator is Float32 on {Here} but the averaged generator is Float32 on {Gpu.Elsewhere}: move the trainer, not one of its networks.");
    }

    [Fact]
    public void Latents_on_another_device_are_refused()
    {
        using FrozenGenerator frozen = generator.Freeze();
        using DcganTrainer trainer = Tiny.Trainer();
        trainer.to(Gpu.Device);

        ShouldBeRefused(() => generator.call(Latents), "latents");
        ShouldBeRefused(() => generator.Sample(Latents), "latents");
        ShouldBeRefused(() => generator.Calibrate(Latents, 1), "latents");
        ShouldBeRefused(() => frozen.Sample(Latents), "latents");
        ShouldBeRefused(() => trainer.Sample(Latents), "latents");
        ShouldBeRefused(() => trainer.Step(Tiny.Images(), latents: Latents), "latents");
    }

    [Fact]
    public void Images_on_another_device_are_refused()
    {
        ShouldBeRefused(() => discriminator.call(Images), "images");
        ShouldBeRefused(() => discriminator.Features(Images), "images");
        ShouldBeRefused(() => generator.Invert(Images, 1), "images");
    }

    [Fact]
    public void Arguments_on_different_devices_are_refused()
    {
        torch.Tensor here = Features.Normal(8, 5, seed: 1).to(Gpu.Device);
        torch.Tensor there = here.to(Gpu.Elsewhere);

        FluentActions.Invoking(() => Core.Latents.Lerp(here, there, 0.5)).Should().Throw<ArgumentException>().WithMessage($"*expected on {Here} but was on *");
        FluentActions.Invoking(() => Core.Latents.Slerp(here, there, 0.5)).Should().Throw<ArgumentException>().WithMessage($"*expected on {Here} but was on *");
        FluentActions.Invoking(() => Core.Latents.Arithmetic(here, here, there)).Should().Throw<ArgumentException>().WithMessage($"*expected on {Here} but was on *");
    }

    [Fact]
    public void Features_and_images_to_compare_on_different_devices_are_refused()
    {
        // Measures look for NaN first, which a device without data cannot do.
        torch.Device other = Gpu.Elsewhere.type == DeviceType.META ? torch.CPU : Gpu.Elsewhere;
        if (other.type == Gpu.Device.type)
        {
            return;
        }

        torch.Tensor here = Features.Normal(8, 5, seed: 1).to(Gpu.Device);
        torch.Tensor there = here.to(other);
        torch.Tensor images = Tiny.Images().to(Gpu.Device);

        ShouldBeRefused(() => Manifold.Measure(here, there, 3), "generated");
        ShouldBeRefused(() => KernelDistance.Measure(here, there), "generated");
        ShouldBeRefused(() => StructuralSimilarity.Measure(images, images.to(other)), "second");
        ShouldBeRefused(() => NearestNeighbors.Find(here, [there]), "real");
        ShouldBeRefused(
            () =>
            {
                using var statistics = new FeatureStatistics();
                statistics.Add(here);
                statistics.Add(there);
            },
            "features");
    }

    private void ShouldBeRefused(Action action, string parameter) =>
        action.Should().Throw<ArgumentException>().WithParameterName(parameter).WithMessage($"{parameter}: expected on {Here} but was on {Gpu.Elsewhere}.*");
}
