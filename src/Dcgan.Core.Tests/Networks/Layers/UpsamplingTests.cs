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
    [InlineData(330, 16, 16, 12, 12, true)] // The images are cut into parts.
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
    [InlineData(2, 5, 3, 4, 6)]
    [InlineData(1, 3, 6, 1, 1)]
    public void A_kernel_that_interpolates_is_linear_interpolation_and_a_convolution(
        int count, int inChannels, int outChannels, int height, int width)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = torch.randn(count, inChannels, height, width, torch.float64).requires_grad_();
        torch.Tensor weight = torch.randn(inChannels, outChannels, 3, 3, torch.float64).requires_grad_();
        torch.Tensor bias = torch.randn(outChannels, torch.float64).requires_grad_();
        torch.Tensor upstream = torch.randn(count, outChannels, 2 * height, 2 * width, torch.float64);

        torch.Tensor smooth = Upsampling.Of(input, Kernel.Interpolating(weight), bias);

        // Zeros beyond the border, as in a transposed convolution. libtorch's interpolation repeats the border.
        torch.Tensor larger = torch.nn.functional.interpolate(
            torch.nn.functional.pad(input, (2, 2, 2, 2)), scale_factor: [2, 2], mode: torch.InterpolationMode.Bilinear, align_corners: false);
        torch.Tensor maps = torch.nn.functional.conv2d(larger, weight.transpose(0, 1).flip(2, 3), bias);
        torch.Tensor expected = maps.narrow(2, 3, 2 * height).narrow(3, 3, 2 * width);
        Equality.ShouldHold(smooth, expected, [input, weight, bias], upstream);
        Equality.ShouldHold(Upsampling.Direct(input, Kernel.Interpolating(weight), bias), expected, [input, weight, bias], upstream);
    }

    [Theory]
    [InlineData("Full", 3, 5)]
    [InlineData("Product", 3, 5)]
    [InlineData("Phases", 3, 5)]
    [InlineData("Filtered", 2, 4)]
    [InlineData("Tiled", 3, 5)]
    [InlineData("InColumns", 3, 5)]
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
            "InColumns" => Upsampling.InColumns(input, weight, bias),
            _ => Upsampling.Tiled(input, weight, bias),
        };

        Equality.ShouldHold(maps, expected, problem.Leaves, upstream);
        Equality.ShouldHold(Upsampling.Direct(input, weight, bias), expected, problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 8, 1, 1, 1, false)]
    [InlineData(2, 5, 7, 3, 6, true)]
    public void Columns_and_their_gradients_are_equal(int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Up(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor maps = Upsampling.InColumns(input, weight, bias);

        Equality.ShouldHold(maps, Upsampling.Direct(input, weight, bias), problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Columns_have_equal_second_derivatives(int side)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = Tiny.Normal([2, 3, 5, 4], seed: 1).requires_grad_();
        torch.Tensor weight = Tiny.Normal([3, 4, side, side], seed: 2).requires_grad_();

        torch.Tensor direct = Slopes.Of(Upsampling.Direct(input, weight, bias: null), input, weight);
        torch.Tensor maps = Slopes.Of(Upsampling.InColumns(input, weight, bias: null), input, weight);

        Equality.ShouldHold(maps, direct, [input, weight], torch.ones([], torch.float64));
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
