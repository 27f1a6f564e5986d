using TorchSharp;

namespace Dcgan.Core.Tests.Networks.Layers;

/// <summary>Terms of gradient penalties.</summary>
internal static class Slopes
{
    /// <summary>
    /// The squared norm of the gradients of a function of the output with respect to some tensors, with its graph. The function is
    /// not linear, so that the gradients depend on the output.
    /// </summary>
    internal static torch.Tensor Of(torch.Tensor output, params torch.Tensor[] inputs) =>
        torch.autograd.grad([output.pow(3).sum()], inputs, retain_graph: true, create_graph: true)
            .Select(gradient => gradient.square().sum())
            .Aggregate((sum, term) => sum + term);
}
