using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.CudaTests;

/// <summary>Compares reduced precision on CUDA with float32 on CUDA.</summary>
public sealed class PrecisionTests : CudaTest
{
    private static readonly GeneratorOptions HalfGenerator = Tiny.Generator with { Precision = ComputePrecision.BFloat16 };
    private static readonly DiscriminatorOptions HalfDiscriminator = Tiny.Discriminator with { Precision = ComputePrecision.BFloat16 };

    protected override void Dispose(bool disposing)
    {
        AllowTensorFloat(false);
        base.Dispose(disposing);
    }

    [Fact]
    public void A_bfloat16_step_is_near_the_float32_step()
    {
        using DcganTrainer single = Trainer(Tiny.Generator, Tiny.Discriminator);
        using DcganTrainer half = Trainer(HalfGenerator, HalfDiscriminator);
        Dictionary<string, double[]> before = Tiny.Values(half);

        DcganStep expected = single.Step(Tiny.Images(64));
        DcganStep actual = half.Step(Tiny.Images(64));

        // bfloat16 has 8 bits: each of the six layers has a relative rounding error of up to 1/256. The losses are means over 64
        // images, whose errors mostly cancel; gradients pass all layers twice.
        actual.Outcome.Should().Be(StepOutcome.Updated);
        actual.GeneratorLoss.Should().BeApproximately(expected.GeneratorLoss, 0.02).And.NotBe(expected.GeneratorLoss);
        actual.DiscriminatorLoss.Should().BeApproximately(expected.DiscriminatorLoss, 0.02);
        actual.GeneratorGradientNorm.Should().BeApproximately(expected.GeneratorGradientNorm, 0.1 * expected.GeneratorGradientNorm);
        actual.DiscriminatorGradientNorm.Should().BeApproximately(expected.DiscriminatorGradientNorm, 0.1 * expected.DiscriminatorGradientNorm);
        half.state_dict().Values.Should().OnlyContain(value => value.dtype == torch.float32);
        Tiny.Values(half).ShouldNotHaveTheBitsOf(before);
    }

    [Theory]
    [InlineData("hinge with R1 and R2, now and then; one logit, spectral norm")]
    [InlineData("classes with micro-batches, a relativistic objective and R1")]
    [InlineData("preset Recommended")]
    public void Several_bfloat16_steps_stay_near_those_of_the_CPU_in_bfloat16(string name)
    {
        StepCase run = StepCases.All[name].InBFloat16();
        using DcganTrainer expected = run.Trainer(torch.CPU, torch.float32);
        using DcganTrainer trainer = run.Trainer(Gpu.Device, torch.float32);

        for (int step = 0; step < 3; step++)
        {
            DcganStep actual = trainer.Step(run.Batch(step, torch.CPU, torch.float32));
            DcganStep other = expected.Step(run.Batch(step, torch.CPU, torch.float32));
            actual.GeneratorLoss.Should().BeApproximately(other.GeneratorLoss, 0.1);
            actual.DiscriminatorLoss.Should().BeApproximately(other.DiscriminatorLoss, 0.1);
        }
    }

    [Fact]
    public void Bfloat16_images_are_near_the_float32_images()
    {
        using var single = new Generator(Tiny.Generator);
        using var half = new Generator(HalfGenerator);
        single.to(Gpu.Device);
        half.to(Gpu.Device);

        torch.Tensor difference = (half.Sample(64, seed: 1) - single.Sample(64, seed: 1)).abs();

        // 8 bits of precision: each of three layers has a relative rounding error of 1/256.
        difference.max().item<float>().Should().BeInRange(1e-6f, 3f / 256);
        half.Calibrate(64);
        using FrozenGenerator frozen = half.Freeze();
        (frozen.Sample(8) - half.Sample(8)).abs().max().item<float>().Should().BeLessThan(5f / 256);
    }

    [Fact]
    public void A_float32_step_with_TF32_is_near_the_step_of_the_CPU()
    {
        StepCase run = StepCases.All["wide networks"];
        using DcganTrainer expected = run.Trainer(torch.CPU, torch.float32);
        using DcganTrainer trainer = run.Trainer(Gpu.Device, torch.float32);
        AllowTensorFloat(true);

        DcganStep step = trainer.Step(run.Batch(1, torch.CPU, torch.float32));

        // TF32 has 11 bits: each of six convolutions has a relative rounding error of up to 1/2048.
        step.ShouldBeNear(expected.Step(run.Batch(1, torch.CPU, torch.float32)), 0.01);
    }

    private static DcganTrainer Trainer(GeneratorOptions generator, DiscriminatorOptions discriminator)
    {
        DcganTrainer trainer = DcganTrainer.Create(generator, discriminator);
        trainer.to(Gpu.Device);
        return trainer;
    }

    /// <summary>Whether cuDNN may round the inputs of float32 convolutions to TF32, its default.</summary>
    private static void AllowTensorFloat(bool allow) => torch.backends.cudnn.allow_tf32 = allow;
}
