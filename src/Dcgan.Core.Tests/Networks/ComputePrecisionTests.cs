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
