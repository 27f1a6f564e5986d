using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A convolution of maps, with the gradient with respect to the maps.</summary>
internal sealed class MapsNode : GraphNode<MapsNode>
{
    private const string Direction = "direction";
    private const string NeedsMaps = "maps";

    protected override int Arguments => 4;

    protected override int Tensors => 2;

    /// <param name="maps">Smaller or larger maps.</param>
    /// <param name="kernel">[small, large, k, k].</param>
    /// <param name="placeholder">The output of <see cref="KernelNode"/>, which receives the gradient of this output.</param>
    /// <param name="direction">The convolution.</param>
    internal static Tensor Apply(Tensor maps, Tensor kernel, Tensor placeholder, ConvolutionDirection direction) =>
        apply(maps, placeholder, new Held(kernel), direction);

    protected override Tensor Forward(autograd.AutogradContext context, object[] arguments)
    {
        (Tensor maps, Tensor kernel, var direction) = ((Tensor)arguments[0], ((Held)arguments[2]).Tensor, (ConvolutionDirection)arguments[3]);
        context.save_for_backward([kernel]);
        context.save_data(Direction, direction);
        context.save_data(NeedsMaps, maps.requires_grad);
        return direction.Of(maps, kernel);
    }

    protected override void Backward(autograd.AutogradContext context, Tensor gradient, Tensor?[] gradients)
    {
        gradients[1] = gradient;
        if ((bool)context.get_data(NeedsMaps))
        {
            using Tensor kernel = context.get_saved_variables()[0];
            var direction = (ConvolutionDirection)context.get_data(Direction);
            gradients[0] = direction.IsUp
                ? ConvolutionFunctions.Down(gradient, kernel, direction.Formulation)
                : ConvolutionFunctions.Up(gradient, kernel, direction.Formulation);
        }
    }
}
