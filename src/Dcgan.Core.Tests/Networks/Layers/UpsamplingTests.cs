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
    public void Both_formulations_and_their_gradients_are_equal(
        int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = torch.randn(count, inChannels, height, width, torch.float64).requires_grad_();
        torch.Tensor weight = torch.randn(inChannels, outChannels, 5, 5, torch.float64).requires_grad_();
        torch.Tensor? bias = hasBias ? torch.randn(outChannels, torch.float64).requires_grad_() : null;
        torch.Tensor upstream = torch.randn(count, outChannels, 2 * height, 2 * width, torch.float64);
        List<torch.Tensor> leaves = bias is null ? [input, weight] : [input, weight, bias];

        torch.Tensor direct = Upsampling.Direct(input, weight, bias);
        torch.Tensor product = Upsampling.Product(input, weight, bias);

        ShouldEqual(product, direct);
        IList<torch.Tensor> expected = torch.autograd.grad([direct], leaves, [upstream]);
        IList<torch.Tensor> actual = torch.autograd.grad([product], leaves, [upstream]);
        foreach ((torch.Tensor one, torch.Tensor other) in actual.Zip(expected))
        {
            ShouldEqual(one, other);
        }
    }

    private static void ShouldEqual(torch.Tensor actual, torch.Tensor expected)
    {
        actual.shape.Should().Equal(expected.shape);
        (actual - expected).abs().max().item<double>().Should().BeLessThan(1e-12 * expected.abs().max().item<double>());
    }
}
