using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The computations of <see cref="TileConvolution"/> and <see cref="ColumnConvolution"/> with gradients of any order. All are parts of one
/// form that is linear in the smaller maps, the larger maps and the kernel, so that each gradient is again one of these computations.
/// </summary>
/// <remarks>
/// Autograd leaves out the nodes that it does not need, but cannot leave out a part of a node: an update of the generator needs the
/// gradients of the discriminator's maps but not those of its kernels. Therefore a convolution has two nodes. The kernel's node makes
/// a placeholder in the shape of the output, with the memory of one element; the maps' node takes it and passes its gradient on.
/// </remarks>
internal static class ConvolutionFunctions
{
    /// <summary>Computes the transposed convolution, smaller maps to larger maps.</summary>
    /// <param name="small">[N, small, H, W].</param>
    /// <param name="kernel">[small, large, k, k]; k is 5 for tiles.</param>
    /// <param name="formulation">Tiles or columns.</param>
    internal static Tensor Up(Tensor small, Tensor kernel, Formulation formulation) =>
        Convolve(small, kernel, ConvolutionDirection.Up(small, kernel, formulation));

    /// <summary>Computes the convolution, larger maps to smaller maps.</summary>
    /// <param name="large">[N, large, 2H, 2W].</param>
    /// <param name="kernel">As in <see cref="Up"/>.</param>
    /// <param name="formulation">As in <see cref="Up"/>.</param>
    internal static Tensor Down(Tensor large, Tensor kernel, Formulation formulation) =>
        Convolve(large, kernel, ConvolutionDirection.Down(large, kernel, formulation));

    /// <summary>Computes the gradient of a convolution with respect to its kernel, [small, large, k, k].</summary>
    /// <param name="small">The smaller maps, or their gradient, [N, small, H, W].</param>
    /// <param name="large">The gradient of the larger maps, or the larger maps, [N, large, 2H, 2W].</param>
    /// <param name="direction">The convolution.</param>
    internal static Tensor KernelGradient(Tensor small, Tensor large, ConvolutionDirection direction)
    {
        using DisposeScope scope = NewDisposeScope();
        return KernelGradientNode.Apply(small, large, direction).MoveToOuterDisposeScope();
    }

    private static Tensor Convolve(Tensor maps, Tensor kernel, ConvolutionDirection direction)
    {
        if (!is_grad_enabled() || !(maps.requires_grad || kernel.requires_grad))
        {
            return direction.Of(maps, kernel);
        }

        using DisposeScope scope = NewDisposeScope();

        // Autograd takes over a parameter's gradient only if nobody else refers to it, and otherwise copies it. Of a view, it takes
        // over a view of the gradient.
        Tensor placeholder = KernelNode.Apply(kernel.view(kernel.Sizes()), maps, direction);
        return MapsNode.Apply(maps, kernel, placeholder, direction).MoveToOuterDisposeScope();
    }
}
