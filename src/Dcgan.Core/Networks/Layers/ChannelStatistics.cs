using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>What batch normalisation subtracts and divides by.</summary>
/// <param name="Mean">[C].</param>
/// <param name="Variance">[C].</param>
internal sealed record ChannelStatistics(Tensor Mean, Tensor Variance)
{
    internal void Dispose()
    {
        Mean.Dispose();
        Variance.Dispose();
    }
}
