using TorchSharp;

namespace Dcgan.Core.Tests.Losses;

/// <summary>Computes gradients of a loss, as plain numbers.</summary>
internal static class Gradients
{
    /// <summary>
    /// The gradients of a scalar with respect to leaves that require gradients; 0 for a leaf that it does not depend on.
    /// </summary>
    internal static double[][] Of(torch.Tensor loss, params torch.Tensor[] leaves)
    {
        loss.backward();
        return [.. leaves.Select(leaf => leaf.grad is torch.Tensor slope ? Numbers(slope) : new double[leaf.numel()])];
    }

    internal static double[] Numbers(torch.Tensor tensor) =>
        tensor.detach().to(torch.float64, torch.CPU).contiguous().data<double>().ToArray();
}
