using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Mean and variance of each channel, for batch normalization.</summary>
/// <param name="mean">[C].</param>
/// <param name="variance">[C].</param>
internal sealed class ChannelStatistics(Tensor mean, Tensor variance) : IDisposable
{
    internal Tensor Mean { get; } = mean;

    internal Tensor Variance { get; } = variance;

    public void Dispose()
    {
        Mean.Dispose();
        Variance.Dispose();
    }
}
