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
        torch.Tensor input = torch.randn(count, inChannels, 2 * height, 2 * width, torch.float64).requires_grad_();
        torch.Tensor weight = torch.randn(outChannels, inChannels, 5, 5, torch.float64).requires_grad_();
        torch.Tensor? bias = hasBias ? torch.randn(outChannels, torch.float64).requires_grad_() : null;
        torch.Tensor upstream = torch.randn(count, outChannels, height, width, torch.float64);
        List<torch.Tensor> leaves = bias is null ? [input, weight] : [input, weight, bias];

        torch.Tensor direct = Downsampling.Direct(input, weight, bias);

        Equality.ShouldHold(Downsampling.Phases(input, weight, bias), direct, leaves, upstream);
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 1, 8, 2, 2, false)]
    [InlineData(2, 5, 7, 2, 6, true)]
    public void Minimal_filtering_and_its_gradients_are_equal(
        int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = torch.randn(count, inChannels, 2 * height, 2 * width, torch.float64).requires_grad_();
        torch.Tensor weight = torch.randn(outChannels, inChannels, 5, 5, torch.float64).requires_grad_();
        torch.Tensor? bias = hasBias ? torch.randn(outChannels, torch.float64).requires_grad_() : null;
        torch.Tensor upstream = torch.randn(count, outChannels, height, width, torch.float64);
        List<torch.Tensor> leaves = bias is null ? [input, weight] : [input, weight, bias];

        torch.Tensor filtered = Downsampling.Filtered(input, weight, bias);

        Equality.ShouldHold(filtered, Downsampling.Direct(input, weight, bias), leaves, upstream);
    }

    [Fact]
    public void Minimal_filtering_has_equal_second_derivatives()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = torch.randn([2, 3, 8, 8], torch.float64).requires_grad_();
        torch.Tensor weight = torch.randn([4, 3, 5, 5], torch.float64).requires_grad_();

        torch.Tensor direct = SlopeOfInput(Downsampling.Direct(input, weight, bias: null), input);
        torch.Tensor filtered = SlopeOfInput(Downsampling.Filtered(input, weight, bias: null), input);

        Equality.ShouldHold(filtered, direct, [input, weight], torch.ones([], torch.float64));
    }

    /// <summary>A gradient penalty's term: the squared length of the input's gradient, with its graph.</summary>
    private static torch.Tensor SlopeOfInput(torch.Tensor output, torch.Tensor input) =>
        torch.autograd.grad([output.pow(3).sum()], [input], retain_graph: true, create_graph: true)[0].square().sum();
}
