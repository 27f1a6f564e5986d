using TorchSharp;

namespace Dcgan.Core.Tests.Networks.Layers;

/// <summary>Random maps, kernel, bias and upstream gradient of one convolution, float64, in the current dispose scope.</summary>
internal sealed record ConvolutionProblem(torch.Tensor Input, torch.Tensor Weight, torch.Tensor? Bias, torch.Tensor Upstream)
{
    /// <summary>The tensors whose gradients are compared.</summary>
    internal List<torch.Tensor> Leaves => Bias is null ? [Input, Weight] : [Input, Weight, Bias];

    /// <summary>A transposed convolution of maps [count, in, height, width] with a kernel [in, out, side, side].</summary>
    internal static ConvolutionProblem Up(int count, int inChannels, int outChannels, int height, int width, bool hasBias, int side = 5) => new(
        Leaf(1, count, inChannels, height, width),
        Leaf(2, inChannels, outChannels, side, side),
        hasBias ? Leaf(3, outChannels) : null,
        Tiny.Normal([count, outChannels, 2 * height, 2 * width], seed: 4));

    /// <summary>A convolution to maps [count, out, height, width] with a kernel [out, in, side, side].</summary>
    internal static ConvolutionProblem Down(int count, int inChannels, int outChannels, int height, int width, bool hasBias, int side = 5) => new(
        Leaf(1, count, inChannels, 2 * height, 2 * width),
        Leaf(2, outChannels, inChannels, side, side),
        hasBias ? Leaf(3, outChannels) : null,
        Tiny.Normal([count, outChannels, height, width], seed: 4));

    private static torch.Tensor Leaf(long seed, params long[] shape) => Tiny.Normal(shape, seed).requires_grad_();
}
