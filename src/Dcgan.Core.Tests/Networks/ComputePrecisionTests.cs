using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

public sealed class ComputePrecisionTests
{
    private static readonly GeneratorOptions HalfGenerator = Tiny.Generator with { Precision = ComputePrecision.BFloat16 };
    private static readonly DiscriminatorOptions HalfDiscriminator = Tiny.Discriminator with { Precision = ComputePrecision.BFloat16 };

    [Fact]
    public void Bfloat16_networks_give_what_float32_ones_give_to_bfloat16s_rounding()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var single = new Generator(Tiny.Generator);
        using var half = new Generator(HalfGenerator);
        torch.Tensor latents = single.DrawLatents(64, seed: 1);

        torch.Tensor expected = single.Sample(latents);
        torch.Tensor actual = half.Sample(latents);

        // 8 bits of precision: each of three layers has a relative rounding error of 1/256.
        (actual - expected).abs().max().item<float>().Should().BeInRange(1e-6f, 3f / 256);
    }

    [Fact]
    public void What_leaves_a_bfloat16_network_and_what_it_keeps_is_float32()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = DcganTrainer.Create(HalfGenerator, HalfDiscriminator);

        trainer.Step(Tiny.Images());

        trainer.Sample(2).dtype.Should().Be(torch.float32);
        trainer.Discriminator.call(Tiny.Images()).dtype.Should().Be(torch.float32);
        trainer.state_dict().Values.Should().OnlyContain(tensor => tensor.dtype == torch.float32);
    }

    [Theory]
    [InlineData(torch.ScalarType.Float64)]
    [InlineData(torch.ScalarType.Float16)]
    [InlineData(torch.ScalarType.BFloat16)]
    public void Bfloat16_networks_work_in_every_type_of_parameters(torch.ScalarType type)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer trainer = DcganTrainer.Create(HalfGenerator, HalfDiscriminator, new() { Loss = new() { R1Weight = 1 } });
        using DcganTrainer single = DcganTrainer.Create(HalfGenerator, HalfDiscriminator, new() { Loss = new() { R1Weight = 1 } });
        trainer.to(type);
        torch.Tensor latents = single.Generator.DrawLatents(4, seed: 2);

        DcganStep step = trainer.Step(Tiny.Images().to(type), latents: latents.to(type));

        step.DiscriminatorLoss.Should().BeApproximately(single.Step(Tiny.Images(), latents: latents).DiscriminatorLoss, 0.05);
        trainer.Generator.Calibrate(16);
        trainer.Sample(2).dtype.Should().Be(type);
        using FrozenGenerator frozen = trainer.Generator.Freeze();
        (frozen.Sample(2) - trainer.Generator.Sample(2)).abs().max().to(torch.float32).item<float>().Should().BeLessThan(5f / 256);
        trainer.state_dict().Values.Should().OnlyContain(tensor => tensor.dtype == type);
    }

    [Fact]
    public void Bfloat16_gradients_point_where_float32_ones_do()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using DcganTrainer single = DcganTrainer.Create(Tiny.Generator, Tiny.Discriminator);
        using DcganTrainer half = DcganTrainer.Create(HalfGenerator, HalfDiscriminator);
        torch.Tensor images = Tiny.Images(64);
        torch.Tensor latents = single.Generator.DrawLatents(64, seed: 2);

        DcganStep expected = single.Step(images, latents: latents);
        DcganStep actual = half.Step(images, latents: latents);

        actual.GeneratorLoss.Should().BeApproximately(expected.GeneratorLoss, 0.02);
        actual.DiscriminatorLoss.Should().BeApproximately(expected.DiscriminatorLoss, 0.02);
        actual.GeneratorGradientNorm.Should().BeApproximately(expected.GeneratorGradientNorm, 0.1 * expected.GeneratorGradientNorm);
    }
}
