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
        torch.Tensor input = torch.randn(count, inChannels, height, width, torch.float64).requires_grad_();
        torch.Tensor weight = torch.randn(inChannels, outChannels, 5, 5, torch.float64).requires_grad_();
        torch.Tensor? bias = hasBias ? torch.randn(outChannels, torch.float64).requires_grad_() : null;
        torch.Tensor upstream = torch.randn(count, outChannels, 2 * height, 2 * width, torch.float64);
        List<torch.Tensor> leaves = bias is null ? [input, weight] : [input, weight, bias];

        torch.Tensor direct = Upsampling.Direct(input, weight, bias);
        Equality.ShouldHold(Upsampling.Product(input, weight, bias), direct, leaves, upstream);
        Equality.ShouldHold(Upsampling.Phases(input, weight, bias), direct, leaves, upstream);
    }

    [Theory]
    [InlineData(2, 3, 4, 4, 4, true)]
    [InlineData(3, 8, 1, 2, 2, false)]
    [InlineData(2, 5, 7, 2, 6, true)]
    public void Minimal_filtering_and_its_gradients_are_equal(
        int count, int inChannels, int outChannels, int height, int width, bool hasBias)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor input = torch.randn(count, inChannels, height, width, torch.float64).requires_grad_();
        torch.Tensor weight = torch.randn(inChannels, outChannels, 5, 5, torch.float64).requires_grad_();
        torch.Tensor? bias = hasBias ? torch.randn(outChannels, torch.float64).requires_grad_() : null;
        torch.Tensor upstream = torch.randn(count, outChannels, 2 * height, 2 * width, torch.float64);
        List<torch.Tensor> leaves = bias is null ? [input, weight] : [input, weight, bias];

        torch.Tensor filtered = Upsampling.Filtered(input, weight, bias);

        Equality.ShouldHold(filtered, Upsampling.Direct(input, weight, bias), leaves, upstream);
    }
}
