using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Batch normalization by the statistics of each part of a batch and leaky ReLU, with gradients of any order with respect to the maps, the
/// weight and the bias.
/// </summary>
internal sealed class NormalizationNode : GraphNode<NormalizationNode>
{
    private const string Pass = "pass";

    protected override int Arguments => 4;

    protected override int Tensors => 3;

    /// <summary>Computes the normalized maps and, in the pass, the statistics.</summary>
    internal static Tensor Apply(Tensor maps, Tensor weight, Tensor bias, NormalizationPass pass) =>
        is_grad_enabled() && (maps.requires_grad || weight.requires_grad || bias.requires_grad)
            ? apply(maps, weight, bias, pass)
            : pass.Forward(maps, weight, bias);

    protected override Tensor Forward(autograd.AutogradContext context, object[] arguments)
    {
        (Tensor maps, Tensor weight, Tensor bias) = ((Tensor)arguments[0], (Tensor)arguments[1], (Tensor)arguments[2]);
        var pass = (NormalizationPass)arguments[3];
        context.save_for_backward([maps, weight]);
        context.save_data(Pass, pass);
        return pass.Forward(maps, weight, bias);
    }

    protected override void Backward(autograd.AutogradContext context, Tensor gradient, Tensor?[] gradients)
    {
        List<Tensor> saved = context.get_saved_variables();
        using Tensor maps = saved[0], weight = saved[1];
        var pass = (NormalizationPass)context.get_data(Pass);
        (gradients[0], gradients[1], gradients[2]) = is_grad_enabled()
            ? pass.DifferentiableGradients(maps, weight, gradient)
            : pass.Gradients(maps, gradient);
    }
}
