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
    internal ChannelStatistics[] Copy()
    {
        using IDisposable noGradients = no_grad();
        return [.. layers.Select(layer => new ChannelStatistics(layer.Running.Mean.clone(), layer.Running.Variance.clone()))];
    }

    internal void Restore(ChannelStatistics[] copies)
    {
        using IDisposable noGradients = no_grad();
        foreach ((BatchNormalization layer, (Tensor mean, Tensor variance)) in layers.Zip(copies))
        {
            _ = layer.Running.Mean.copy_(mean);
            _ = layer.Running.Variance.copy_(variance);
        }
    }
}
