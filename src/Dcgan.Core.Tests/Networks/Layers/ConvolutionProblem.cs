using TorchSharp;

namespace Dcgan.Core.Tests.Networks.Layers;

/// <summary>Random maps, kernel, bias and upstream gradient of one convolution, float64, in the current dispose scope.</summary>
internal sealed record ConvolutionProblem(torch.Tensor Input, torch.Tensor Weight, torch.Tensor? Bias, torch.Tensor Upstream)
{
    /// <summary>The tensors whose gradients are compared.</summary>
    internal List<torch.Tensor> Leaves => Bias is null ? [Input, Weight] : [Input, Weight, Bias];

    /// <summary>A transposed convolution of maps [count, in, height, width] with a kernel [in, out, 5, 5].</summary>
    internal static ConvolutionProblem Up(int count, int inChannels, int outChannels, int height, int width, bool hasBias) => new(
        Leaf(count, inChannels, height, width),
        Leaf(inChannels, outChannels, 5, 5),
        hasBias ? Leaf(outChannels) : null,
        torch.randn(count, outChannels, 2 * height, 2 * width, torch.float64));

    /// <summary>A convolution to maps [count, out, height, width] with a kernel [out, in, 5, 5].</summary>
    internal static ConvolutionProblem Down(int count, int inChannels, int outChannels, int height, int width, bool hasBias) => new(
        Leaf(count, inChannels, 2 * height, 2 * width),
        Leaf(outChannels, inChannels, 5, 5),
        hasBias ? Leaf(outChannels) : null,
        torch.randn(count, outChannels, height, width, torch.float64));

    private static torch.Tensor Leaf(params long[] shape) => torch.randn(shape, torch.float64).requires_grad_();
}
