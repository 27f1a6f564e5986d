using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The computations of <see cref="TileConvolution"/> with gradients of any order. All are parts of one form that is linear in the
/// smaller maps, the larger maps and the kernel, so that each gradient is again one of these computations.
/// </summary>
/// <remarks>
/// Autograd leaves out the nodes that it does not need, but cannot leave out a part of a node: an update of the generator needs the
/// gradients of the discriminator's maps but not those of its kernels. Therefore a convolution has two nodes. The kernel's node makes
/// a placeholder in the shape of the output, with the memory of one element; the maps' node takes it and passes its gradient on.
/// </remarks>
internal static class TileFunctions
{
    /// <inheritdoc cref="TileConvolution.Up(Tensor, Tensor, TileProducts?)"/>
    internal static Tensor Up(Tensor small, Tensor kernel) =>
        Convolve(small, kernel, new TileDirection(IsUp: true, TileGrid.OfSmaller(small, kernel.size(1))));

    /// <inheritdoc cref="TileConvolution.Down"/>
    internal static Tensor Down(Tensor large, Tensor kernel) =>
        Convolve(large, kernel, new TileDirection(IsUp: false, TileGrid.OfLarger(large, kernel.size(0))));

    /// <inheritdoc cref="TileConvolution.KernelGradient"/>
    internal static Tensor KernelGradient(Tensor small, Tensor large)
    {
        using DisposeScope scope = NewDisposeScope();
        return TileKernelGradientNode.Apply(small, large).MoveToOuterDisposeScope();
    }

    private static Tensor Convolve(Tensor maps, Tensor kernel, TileDirection direction)
    {
        if (!is_grad_enabled() || !(maps.requires_grad || kernel.requires_grad))
        {
            return direction.IsUp ? TileConvolution.Up(maps, kernel) : TileConvolution.Down(maps, kernel);
        }

        using DisposeScope scope = NewDisposeScope();

        // Autograd takes over a parameter's gradient only if nobody else refers to it, and otherwise copies it. Of a view, it takes
        // over a view of the gradient.
        Tensor placeholder = TileKernelNode.Apply(kernel.view(kernel.Sizes()), maps, direction);
        return TileMapsNode.Apply(maps, kernel, placeholder, direction).MoveToOuterDisposeScope();
    }
}
