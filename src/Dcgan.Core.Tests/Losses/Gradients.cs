using TorchSharp;

namespace Dcgan.Core.Tests.Losses;

/// <summary>Slopes of a loss, as plain numbers.</summary>
internal static class Gradients
{
    /// <summary>Of a scalar with respect to leaves that require it; what it does not depend on has zeros.</summary>
    internal static double[][] Of(torch.Tensor loss, params torch.Tensor[] leaves)
    {
        loss.backward();
        return [.. leaves.Select(leaf => leaf.grad is torch.Tensor slope ? Numbers(slope) : new double[leaf.numel()])];
    }

    internal static double[] Numbers(torch.Tensor tensor) =>
        tensor.detach().to(torch.float64, torch.CPU).contiguous().data<double>().ToArray();
}
