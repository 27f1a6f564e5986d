using TorchSharp;

namespace Dcgan.Core.Tests.Networks.Layers;

/// <summary>Random maps, kernels and gradients of one convolution in float64, in the current dispose scope.</summary>
internal sealed record ConvolutionProblem(torch.Tensor Input, torch.Tensor Weight, torch.Tensor? Bias, torch.Tensor Upstream)
{
    /// <summary>What gradients are taken of.</summary>
    internal List<torch.Tensor> Leaves => Bias is null ? [Input, Weight] : [Input, Weight, Bias];

    /// <summary>From the smaller maps [count, in, height, width] to the larger, with the kernel [in, out, 5, 5].</summary>
    internal static ConvolutionProblem Up(int count, int inChannels, int outChannels, int height, int width, bool hasBias) => new(
        Leaf(count, inChannels, height, width),
        Leaf(inChannels, outChannels, 5, 5),
        hasBias ? Leaf(outChannels) : null,
        torch.randn(count, outChannels, 2 * height, 2 * width, torch.float64));

    /// <summary>From the larger maps to the smaller [count, out, height, width], with the kernel [out, in, 5, 5].</summary>
    internal static ConvolutionProblem Down(int count, int inChannels, int outChannels, int height, int width, bool hasBias) => new(
        Leaf(count, inChannels, 2 * height, 2 * width),
        Leaf(outChannels, inChannels, 5, 5),
        hasBias ? Leaf(outChannels) : null,
        torch.randn(count, outChannels, height, width, torch.float64));

    private static torch.Tensor Leaf(params long[] shape) => torch.randn(shape, torch.float64).requires_grad_();
}
