using System.Runtime.Intrinsics.X86;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

public sealed class DownsamplingTests
{
    [Theory]
    [InlineData("Full", 3, 5)]
    [InlineData("Phases", 3, 5)]
    [InlineData("Filtered", 2, 4)]
    [InlineData("Tiled", 3, 5)]
    [InlineData("InColumns", 3, 5)]
    public void A_kernel_of_4x4_has_the_same_formulations(string formulation, int height, int width)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Down(3, 5, 6, height, width, hasBias: true, side: 4);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;
        torch.Tensor expected = torch.nn.functional.conv2d(input, weight, bias, [2, 2], [1, 1]);

        torch.Tensor maps = formulation switch
        {
            "Full" => Downsampling.Direct(input, Kernel.Full(weight), bias),
            "Phases" => Downsampling.Phases(input, weight, bias),
            "Filtered" => Downsampling.Filtered(input, weight, bias),
            "InColumns" => Downsampling.InColumns(input, weight, bias),
            _ => Downsampling.Tiled(input, weight, bias),
        };

        Equality.ShouldHold(maps, expected, problem.Leaves, upstream);
        Equality.ShouldHold(Downsampling.Direct(input, weight, bias), expected, problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 1, 8, 1, 1, false)]
    [InlineData(2, 5, 7, 3, 6, true)]
    public void Both_formulations_and_their_gradients_are_equal(
        int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Down(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor direct = Downsampling.Direct(input, weight, bias);

        Equality.ShouldHold(Downsampling.Phases(input, weight, bias), direct, problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 1, 8, 2, 2, false)]
    [InlineData(2, 5, 7, 2, 6, true)]
    public void Minimal_filtering_and_its_gradients_are_equal(
        int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Down(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor filtered = Downsampling.Filtered(input, weight, bias);

        Equality.ShouldHold(filtered, Downsampling.Direct(input, weight, bias), problem.Leaves, upstream);
    }

    [Fact]
    public void Minimal_filtering_has_equal_second_derivatives()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = Tiny.Normal([2, 3, 8, 8], seed: 1).requires_grad_();
        torch.Tensor weight = Tiny.Normal([4, 3, 5, 5], seed: 2).requires_grad_();

        torch.Tensor direct = Slopes.Of(Downsampling.Direct(input, weight, bias: null), input);
        torch.Tensor filtered = Slopes.Of(Downsampling.Filtered(input, weight, bias: null), input);

        Equality.ShouldHold(filtered, direct, [input, weight], torch.ones([], torch.float64));
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 1, 8, 1, 1, false)]
    [InlineData(2, 5, 7, 3, 6, true)]
    [InlineData(1, 33, 19, 9, 5, false)]
    [InlineData(330, 16, 16, 12, 12, true)] // The images are cut into parts.
    [InlineData(2, 240, 256, 4, 4, false)] // The kernel is cut into slices.
    public void Tiles_and_their_gradients_are_equal(int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Down(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor tiled = Downsampling.Tiled(input, weight, bias);

        Equality.ShouldHold(tiled, Downsampling.Direct(input, weight, bias), problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 1, 8, 1, 1, false)]
    [InlineData(2, 5, 7, 3, 6, true)]
    public void Columns_and_their_gradients_are_equal(int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        var problem = ConvolutionProblem.Down(count, inChannels, outChannels, height, width, hasBias);
        (torch.Tensor input, torch.Tensor weight, torch.Tensor? bias, torch.Tensor upstream) = problem;

        torch.Tensor maps = Downsampling.InColumns(input, weight, bias);

        Equality.ShouldHold(maps, Downsampling.Direct(input, weight, bias), problem.Leaves, upstream);
    }

    [Theory]
    [InlineData(4)]
    [InlineData(5)]
    public void Columns_have_equal_second_derivatives(int side)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = Tiny.Normal([2, 3, 10, 8], seed: 1).requires_grad_();
        torch.Tensor weight = Tiny.Normal([4, 3, side, side], seed: 2).requires_grad_();

        torch.Tensor direct = Slopes.Of(Downsampling.Direct(input, weight, bias: null), input, weight);
        torch.Tensor maps = Slopes.Of(Downsampling.InColumns(input, weight, bias: null), input, weight);

        Equality.ShouldHold(maps, direct, [input, weight], torch.ones([], torch.float64));
    }

    /// <summary>Products sum in float32, so that only the result is rounded, by at most 2^-9.</summary>
    [Fact]
    public void Columns_in_bfloat16_round_only_the_results()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = Tiny.Normal([16, 64, 8, 8], seed: 1).to(torch.bfloat16).requires_grad_();
        torch.Tensor weight = Tiny.Normal([128, 64, 5, 5], seed: 2).to(torch.bfloat16).requires_grad_();
        torch.Tensor upstream = Tiny.Normal([16, 128, 4, 4], seed: 3).to(torch.bfloat16);
        torch.Tensor exactInput = Equality.Exact(input), exactWeight = Equality.Exact(weight);
        torch.Tensor exact = Downsampling.Direct(exactInput, exactWeight, bias: null);
        exact.backward([Equality.Exact(upstream).detach()]);

        torch.Tensor maps = Downsampling.Of(input, weight, bias: null);
        BackwardPass.Run(() => maps.backward([upstream]));

        FormulationChoice.ForDownsampling(input, weight)
            .Should().Be(Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported ? Formulation.Columns : Formulation.Direct);
        Equality.RelativeError(maps, exact).Should().BeLessThan(1.0 / 512);
        Equality.RelativeError(input.grad!, exactInput.grad!).Should().BeLessThan(1.0 / 512);
        Equality.RelativeError(weight.grad!, exactWeight.grad!).Should().BeLessThan(1.0 / 512);
    }

    [Fact]
    public void Tiles_have_equal_second_derivatives()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = Tiny.Normal([2, 3, 10, 8], seed: 1).requires_grad_();
        torch.Tensor weight = Tiny.Normal([4, 3, 5, 5], seed: 2).requires_grad_();

        torch.Tensor direct = Slopes.Of(Downsampling.Direct(input, weight, bias: null), input, weight);
        torch.Tensor tiled = Slopes.Of(Downsampling.Tiled(input, weight, bias: null), input, weight);

        Equality.ShouldHold(tiled, direct, [input, weight], torch.ones([], torch.float64));
    }
}
