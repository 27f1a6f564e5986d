using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

public sealed class SpectralNormalizationTests
{
    /// <summary>A random weight in float64; the same shape gives the same weight.</summary>
    private static torch.Tensor Weight(params long[] shape) =>
        torch.randn(shape, torch.float64, generator: new torch.Generator(11, torch.CPU));

    private static SpectralNormalization Layer(torch.Tensor weight)
    {
        using var random = new torch.Generator(12, torch.CPU);
        var layer = new SpectralNormalization(weight.to(torch.float32), random);
        layer.to(weight.dtype);
        return layer;
    }

    [Theory]
    [InlineData(7, 3, 5, 5)]
    [InlineData(64, 1, 2, 2)]
    [InlineData(1, 40)]
    [InlineData(2, 40)]
    public void After_many_passes_the_largest_singular_value_is_one(params int[] shape)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weight = Weight([.. shape.Select(size => (long)size)]);
        using SpectralNormalization layer = Layer(weight);
        for (int pass = 0; pass < 1000; pass++)
        {
            layer.call(weight).Dispose();
        }

        torch.Tensor normalized = layer.call(weight);

        double largest = torch.linalg.svdvals(weight.flatten(1)).max().item<double>();
        (normalized - (weight / largest)).abs().max().item<double>().Should().BeLessThan(1e-9);
    }

    [Fact]
    public void A_new_network_is_near_from_the_start()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor weight = Weight(32, 16, 5, 5);
        using SpectralNormalization layer = Layer(weight);
        layer.eval();

        torch.linalg.svdvals(layer.call(weight).flatten(1)).max().item<double>().Should().BeInRange(0.999, 1.1);
    }

    /// <summary>
    /// The vectors are treated as constants: the finite differences are those of the weight divided by uᵀWv. Evaluation keeps u
    /// fixed. v is computed from the weight, but has no first-order effect if it is the singular vector.
    /// </summary>
    [Fact]
    public void The_gradient_is_the_one_that_finite_differences_give()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using var random = new torch.Generator(13, torch.CPU);
        torch.Tensor weight = Weight(6, 2, 3, 3);
        using SpectralNormalization layer = Layer(weight);
        for (int pass = 0; pass < 2000; pass++)
        {
            layer.call(weight).Dispose();
        }

        layer.eval();
        torch.Tensor direction = torch.randn([6, 2, 3, 3], torch.float64, generator: random);
        torch.Tensor factors = torch.randn([6, 2, 3, 3], torch.float64, generator: random);
        torch.Tensor leaf = weight.clone().requires_grad_();

        torch.Tensor gradient = torch.autograd.grad([(layer.call(leaf) * factors).sum()], [leaf])[0];

        // The error of a central difference: the third derivative times the squared step, plus rounding divided by the step.
        const double Step = 1e-6;
        torch.Tensor difference = layer.call(weight + (Step * direction)) - layer.call(weight - (Step * direction));
        double expected = (difference * factors).sum().item<double>() / (2 * Step);
        (gradient * direction).sum().item<double>().Should().BeApproximately(expected, 1e-6 * (1 + Math.Abs(expected)));
        double without = (direction * factors).sum().item<double>() / torch.linalg.svdvals(weight.flatten(1)).max().item<double>();
        Math.Abs(expected - without).Should().BeGreaterThan(1e-3, "the singular value has a gradient too");
    }

    [Fact]
    public void A_weight_of_zeros_stays_zero()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        using SpectralNormalization layer = Layer(torch.zeros(3, 4));
        torch.Tensor weight = torch.zeros(3, 4).requires_grad_();

        torch.Tensor normalized = layer.call(weight);
        normalized.sum().backward();

        normalized.abs().max().item<float>().Should().Be(0);
        weight.grad!.isfinite().all().item<bool>().Should().BeTrue();
    }
}
