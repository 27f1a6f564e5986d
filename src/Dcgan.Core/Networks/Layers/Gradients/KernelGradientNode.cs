using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The gradient of a convolution with respect to its kernel, with its own gradients.</summary>
internal sealed class KernelGradientNode : GraphNode<KernelGradientNode>
{
    private const string Direction = "direction";

    protected override int Arguments => 3;

    protected override int Tensors => 2;

    internal static Tensor Apply(Tensor small, Tensor large, ConvolutionDirection direction) => apply(small, large, direction);

    protected override Tensor Forward(autograd.AutogradContext context, object[] arguments)
    {
        (Tensor small, Tensor large, var direction) = ((Tensor)arguments[0], (Tensor)arguments[1], (ConvolutionDirection)arguments[2]);
        context.save_for_backward([small, large]);
        context.save_data(Direction, direction);
        return direction.KernelGradient(small, large);
    }

    protected override void Backward(autograd.AutogradContext context, Tensor gradient, Tensor?[] gradients)
    {
        List<Tensor> saved = context.get_saved_variables();
        using Tensor small = saved[0], large = saved[1];
        Formulation formulation = ((ConvolutionDirection)context.get_data(Direction)).Formulation;
        gradients[0] = small.requires_grad ? ConvolutionFunctions.Down(large, gradient, formulation) : null;
        gradients[1] = large.requires_grad ? ConvolutionFunctions.Up(small, gradient, formulation) : null;
    }
}
