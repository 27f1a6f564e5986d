using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The convolution with a <see cref="Kernel"/>, and its gradient with respect to the kernel, as matrix products with columns: for each
/// position of the smaller maps, the k·k positions of the larger maps under the kernel. No gradients; see <see cref="ConvolutionFunctions"/>.
/// </summary>
/// <remarks>
/// For maps of few positions, oneDNN's convolutions have short rows to work on: in bfloat16, the gradient with respect to the kernel
/// takes 2 to 3 times as long as the product. The columns repeat each position of the larger maps k·k / 4 times, which is little memory
/// for so few positions.
/// </remarks>
internal static class ColumnConvolution
{
    /// <summary>Computes the transposed convolution by libtorch's operation. After a product, the overlapping columns would have to be summed, which takes longer.</summary>
    /// <param name="small">[N, small, H, W].</param>
    /// <param name="kernel">[small, large, k, k].</param>
    internal static Tensor Up(Tensor small, Tensor kernel)
    {
        using IDisposable noGradients = no_grad();
        return Upsampling.Direct(small, kernel, bias: null);
    }

    /// <summary>Computes the convolution, larger maps to smaller maps.</summary>
    /// <param name="large">[N, large, 2H, 2W].</param>
    /// <param name="kernel">[small, large, k, k].</param>
    internal static Tensor Down(Tensor large, Tensor kernel)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor rows = kernel.permute(0, 2, 3, 1).reshape(kernel.size(0), -1);
        return Columns(large, Kernel.SideOf(kernel)).mm(rows.t())
            .view(large.size(0), large.size(2) / 2, large.size(3) / 2, kernel.size(0))
            .permute(0, 3, 1, 2)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Computes the gradient with respect to the kernel, [small, large, k, k].</summary>
    /// <param name="small">The smaller maps, or their gradient, [N, small, H, W].</param>
    /// <param name="large">The gradient of the larger maps, or the larger maps, [N, large, 2H, 2W].</param>
    /// <param name="side">Side of the kernel.</param>
    internal static Tensor KernelGradient(Tensor small, Tensor large, long side)
    {
        using IDisposable noGradients = no_grad();
        using DisposeScope scope = NewDisposeScope();
        Tensor positions = small.permute(0, 2, 3, 1).reshape(-1, small.size(1));
        return positions.t().mm(Columns(large, side))
            .view(small.size(1), side, side, large.size(1))
            .permute(0, 3, 1, 2)
            .MoveToOuterDisposeScope();
    }

    /// <summary>The columns of larger maps, [N, large, 2H, 2W] to [N·H·W, k·k·large].</summary>
    private static Tensor Columns(Tensor large, long side)
    {
        (long count, long channels, long height, long width) = (large.size(0), large.size(1), large.size(2) / 2, large.size(3) / 2);
        long before = (side - 1) / 2;
        Tensor pixels = functional.pad(large.permute(0, 2, 3, 1), [0, 0, before, 1, before, 1]);
        long[] steps = pixels.Strides();
        long[] windowSteps = [steps[0], 2 * steps[1], 2 * steps[2], steps[1], steps[2], steps[3]];
        return pixels.as_strided([count, height, width, side, side, channels], windowSteps).reshape(count * height * width, side * side * channels);
    }
}
