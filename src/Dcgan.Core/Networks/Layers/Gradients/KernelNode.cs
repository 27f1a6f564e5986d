using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The part of the kernel in a convolution of maps: makes a placeholder for the output and computes the gradient with respect to the
/// kernel.
/// </summary>
internal sealed class KernelNode : GraphNode<KernelNode>
{
    private const string Direction = "direction";

    protected override int Arguments => 3;

    protected override int Tensors => 1;

    internal static Tensor Apply(Tensor kernel, Tensor maps, ConvolutionDirection direction) => apply(kernel, new Held(maps), direction);

    protected override Tensor Forward(autograd.AutogradContext context, object[] arguments)
    {
        (Tensor kernel, Tensor maps, var direction) = ((Tensor)arguments[0], ((Held)arguments[1]).Tensor, (ConvolutionDirection)arguments[2]);
        context.save_for_backward([maps]);
        context.save_data(Direction, direction);
        return empty_strided(direction.OutputShape, [0, 0, 0, 0], maps.dtype, maps.device); // One element, never read.
    }

    protected override void Backward(autograd.AutogradContext context, Tensor gradient, Tensor?[] gradients)
    {
        using Tensor maps = context.get_saved_variables()[0];
        var direction = (ConvolutionDirection)context.get_data(Direction);
        gradients[0] = direction.IsUp
            ? ConvolutionFunctions.KernelGradient(maps, gradient, direction)
            : ConvolutionFunctions.KernelGradient(gradient, maps, direction);
    }
}
