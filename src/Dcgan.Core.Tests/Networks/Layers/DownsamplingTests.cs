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
}
