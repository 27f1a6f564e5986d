using FluentAssertions;
using TorchSharp;
using TorchSharp.Modules;
using Xunit;

namespace Dcgan.Core.Tests.Networks;

/// <summary>Networks of rectangular images compute what libtorch's operators compute, forward and backward.</summary>
public sealed class RectangleTests
{
    /// <summary>
    /// Base sizes, odd and even, upright and lying; depths for each formulation of the convolutions: direct and phases, minimal
    /// filtering (512 channels on few positions), and tiles (128 channels and more, tiles cut at one edge or at both).
    /// </summary>
    public static TheoryData<SpatialSize, Depths, int> Shapes => new()
    {
        { (1, 2), [6], 3 },
        { (3, 4), [8, 6, 5, 4], 3 },
        { (5, 2), [6, 4], 4 },
        { (2, 4), [512, 6], 64 },
        { (3, 6), [128, 64], 32 },
        { (9, 5), [128, 66, 4], 24 },
    };

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void A_generator_computes_what_plain_operators_compute(SpatialSize baseSize, Depths depths, int count)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var generator = new Generator(new GeneratorOptions { LatentSize = 5, BaseSize = baseSize, Depths = depths }, seed: 3);
        generator.to(torch.float64);
        torch.Tensor latents = Tiny.Normal([count, 5], seed: 1).requires_grad_();
        long[] shape = [count, 3, baseSize.Height << depths.Count, baseSize.Width << depths.Count];
        torch.Tensor upstream = Tiny.Normal(shape, seed: 2);

        torch.Tensor images = generator.call(latents);

        images.shape.Should().Equal(shape);
        ShouldAgree(
            generator, latents, upstream, images, PlainNetworks.Images(generator.state_dict(), latents, baseSize.Height, baseSize.Width));
    }

    [Theory]
    [MemberData(nameof(Shapes), DisableDiscoveryEnumeration = true)]
    public void A_discriminator_computes_what_plain_operators_compute(SpatialSize baseSize, Depths depths, int count)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var options = new DiscriminatorOptions { BaseSize = baseSize, Depths = new Depths(depths.Reverse()) };
        using var discriminator = new Discriminator(options, seed: 3);
        discriminator.to(torch.float64);
        torch.Tensor images = Tiny.Normal([count, 3, options.ImageSize.Height, options.ImageSize.Width], seed: 1).requires_grad_();
        torch.Tensor upstream = Tiny.Normal([count, 2], seed: 2);

        torch.Tensor logits = discriminator.call(images);

        ShouldAgree(discriminator, images, upstream, logits, PlainNetworks.Logits(discriminator.state_dict(), images));
        discriminator.Features(images).shape.Should().Equal(count, depths[0], baseSize.Height, baseSize.Width);
    }

    [Fact]
    public void Images_of_the_turned_size_are_refused_with_both_sides_in_order()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var discriminator = new Discriminator(new DiscriminatorOptions { BaseSize = (3, 4), Depths = [4, 4, 4, 4] });
        using var generator = new Generator(new GeneratorOptions { LatentSize = 5, BaseSize = (3, 4), Depths = [4, 4, 4, 4] });

        discriminator.Invoking(it => it.call(torch.zeros(2, 3, 64, 48))).Should().Throw<ArgumentException>()
            .WithMessage("images: expected [N, 3, 48, 64] but was [2, 3, 64, 48].*");
        generator.Invoking(it => it.Invert(torch.zeros(2, 3, 64, 48))).Should().Throw<ArgumentException>()
            .WithMessage("images: expected [N, 3, 48, 64] but was [2, 3, 64, 48].*");
        FluentActions.Invoking(() => DcganTrainer.Create(
                new() { BaseSize = (3, 4), Depths = [4, 4, 4, 4] }, new() { BaseSize = (4, 3), Depths = [4, 4, 4, 4] }))
            .Should().Throw<ArgumentException>()
            .WithMessage("discriminator: judges images [N, 3, 64, 48] but the generator generates [N, 3, 48, 64].*");
    }

    /// <summary>Compares the outputs and the gradients of the input and of all parameters.</summary>
    private static void ShouldAgree(
        torch.nn.Module network, torch.Tensor input, torch.Tensor upstream, torch.Tensor output, torch.Tensor expected)
    {
        ShouldBe(output, expected, "output");
        (string name, Parameter parameter)[] parameters = [.. network.named_parameters()];
        torch.Tensor[] leaves = [input, .. parameters.Select(parameter => parameter.parameter)];
        torch.Tensor[] gradients = [];
        BackwardPass.Run(() => gradients = [.. torch.autograd.grad([output], leaves, [upstream])]);
        IList<torch.Tensor> plain = torch.autograd.grad([expected], leaves, [upstream]);
        string[] names = ["input", .. parameters.Select(parameter => parameter.name)];
        for (int leaf = 0; leaf < leaves.Length; leaf++)
        {
            ShouldBe(gradients[leaf], plain[leaf], $"the gradient of {names[leaf]}");
        }
    }

    private static void ShouldBe(torch.Tensor actual, torch.Tensor expected, string what)
    {
        // Gradients of weights before a normalization are small differences of large sums.
        actual.shape.Should().Equal(expected.shape, what);
        (actual - expected).abs().max().item<double>().Should().BeLessThan(1e-9 * (1 + expected.abs().max().item<double>()), what);
        expected.abs().max().item<double>().Should().BePositive(what);
    }
}
