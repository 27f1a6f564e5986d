using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Networks.Layers;

public sealed class DownsamplingTests
{
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

        torch.Tensor direct = SlopeOfInput(Downsampling.Direct(input, weight, bias: null), input);
        torch.Tensor filtered = SlopeOfInput(Downsampling.Filtered(input, weight, bias: null), input);

        Equality.ShouldHold(filtered, direct, [input, weight], torch.ones([], torch.float64));
    }

    /// <summary>
    /// The term of a gradient penalty: the squared norm of the gradient with respect to the input, with its graph.
    /// </summary>
    private static torch.Tensor SlopeOfInput(torch.Tensor output, torch.Tensor input) =>
        torch.autograd.grad([output.pow(3).sum()], [input], retain_graph: true, create_graph: true)[0].square().sum();
}
