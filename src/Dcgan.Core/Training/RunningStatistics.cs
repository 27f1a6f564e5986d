using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Copies of networks' running statistics from before a pass, which moves them: the one thing that a step changes before it
/// knows that its numbers are finite.
/// </summary>
internal sealed class RunningStatistics(params Module[] networks)
{
    private readonly BatchNormalization[] layers =
        [.. networks.SelectMany(network => network.modules()).OfType<BatchNormalization>()];

    /// <summary>Copies them into the current dispose scope.</summary>
    internal (Tensor Mean, Tensor Variance)[] Copy()
    {
        using IDisposable noGradients = no_grad();
        return [.. layers.Select(layer => (layer.RunningMean.clone(), layer.RunningVariance.clone()))];
    }

    internal void Restore((Tensor Mean, Tensor Variance)[] copies)
    {
        using IDisposable noGradients = no_grad();
        foreach ((BatchNormalization layer, (Tensor mean, Tensor variance)) in layers.Zip(copies))
        {
            _ = layer.RunningMean.copy_(mean);
            _ = layer.RunningVariance.copy_(variance);
        }
    }
}
