using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The gradient of a convolution with respect to its kernel, with its own gradients.</summary>
internal sealed class TileKernelGradientNode : TileNode<TileKernelGradientNode>
{
    protected override int Arguments => 2;

    protected override int Tensors => 2;

    internal static Tensor Apply(Tensor small, Tensor large) => apply(small, large);

    protected override Tensor Forward(autograd.AutogradContext context, object[] arguments)
    {
        (Tensor small, Tensor large) = ((Tensor)arguments[0], (Tensor)arguments[1]);
        context.save_for_backward([small, large]);
        return TileConvolution.KernelGradient(small, large);
    }

    protected override void Backward(autograd.AutogradContext context, Tensor gradient, Tensor?[] gradients)
    {
        List<Tensor> saved = context.get_saved_variables();
        using Tensor small = saved[0], large = saved[1];
        gradients[0] = small.requires_grad ? TileFunctions.Down(large, gradient) : null;
        gradients[1] = large.requires_grad ? TileFunctions.Up(small, gradient) : null;
    }
}
