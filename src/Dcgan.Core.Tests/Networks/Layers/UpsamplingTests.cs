using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

public sealed class UpsamplingTests
{
    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 8, 1, 1, 1, false)]
    [InlineData(2, 5, 7, 3, 6, true)]
    public void All_formulations_and_their_gradients_are_equal(
        int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Up(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor direct = Upsampling.Direct(input, weight, bias);
        Equality.ShouldHold(Upsampling.Product(input, weight, bias), direct, problem.Leaves, upstream);
        Equality.ShouldHold(Upsampling.Phases(input, weight, bias), direct, problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 8, 1, 2, 2, false)]
    [InlineData(2, 5, 7, 2, 6, true)]
    public void Minimal_filtering_and_its_gradients_are_equal(
        int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Up(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor filtered = Upsampling.Filtered(input, weight, bias);

        Equality.ShouldHold(filtered, Upsampling.Direct(input, weight, bias), problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 8, 1, 1, 1, false)]
    [InlineData(2, 5, 7, 3, 6, true)]
    [InlineData(1, 19, 33, 9, 5, false)]
    [InlineData(300, 16, 16, 12, 12, true)] // The images are cut into parts.
    [InlineData(2, 256, 240, 4, 4, false)] // The kernel is cut into slices.
    public void Tiles_and_their_gradients_are_equal(int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Up(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor tiled = Upsampling.Tiled(input, weight, bias);

        Equality.ShouldHold(tiled, Upsampling.Direct(input, weight, bias), problem.Leaves, upstream);
    }

    [Theory]
    [InlineData("Full", 3, 5)]
    [InlineData("Product", 3, 5)]
    [InlineData("Phases", 3, 5)]
    [InlineData("Filtered", 2, 4)]
    [InlineData("Tiled", 3, 5)]
    public void A_kernel_of_4x4_has_the_same_formulations(string formulation, int height, int width)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Up(3, 5, 6, height, width, hasBias: true, side: 4);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;
        torch.Tensor expected = torch.nn.functional.conv_transpose2d(input, weight, bias, [2, 2], [1, 1]);

        torch.Tensor maps = formulation switch
        {
            "Full" => Upsampling.Direct(input, Kernel.Full(weight), bias),
            "Product" => Upsampling.Product(input, weight, bias),
            "Phases" => Upsampling.Phases(input, weight, bias),
            "Filtered" => Upsampling.Filtered(input, weight, bias),
            _ => Upsampling.Tiled(input, weight, bias),
        };

        Equality.ShouldHold(maps, expected, problem.Leaves, upstream);
        Equality.ShouldHold(Upsampling.Direct(input, weight, bias), expected, problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(nameof(TileProducts.Batch))]
    [InlineData(nameof(TileProducts.Groups))]
    public void Tiles_are_equal_by_either_way_of_the_products(string products)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = Tiny.Normal([2, 3, 5, 4], seed: 1);
        torch.Tensor weight = Tiny.Normal([3, 17, 5, 5], seed: 2);

        torch.Tensor tiled = TileConvolution.Up(input, weight, Enum.Parse<TileProducts>(products));

        (tiled - Upsampling.Direct(input, weight, null)).abs().max().item<double>().Should().BeLessThan(1e-12);
    }

    [Fact]
    public void Tiles_have_equal_second_derivatives()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = Tiny.Normal([2, 3, 5, 4], seed: 1).requires_grad_();
        torch.Tensor weight = Tiny.Normal([3, 4, 5, 5], seed: 2).requires_grad_();

        torch.Tensor direct = Slopes.Of(Upsampling.Direct(input, weight, bias: null), input, weight);
        torch.Tensor tiled = Slopes.Of(Upsampling.Tiled(input, weight, bias: null), input, weight);

        Equality.ShouldHold(tiled, direct, [input, weight], torch.ones([], torch.float64));
    }
}
