using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Batch normalisation with fixed statistics, as what it is then: a factor and an addend for each channel, which the layer
/// before it can take into its weights.
/// </summary>
/// <param name="Scale">[C].</param>
/// <param name="Shift">[C].</param>
internal sealed record FoldedNormalization(Tensor Scale, Tensor Shift)
{
    /// <summary>As the normalisation is now.</summary>
    /// <param name="norm">The normalisation.</param>
    /// <param name="statistics">What it is to go by.</param>
    internal static FoldedNormalization Of(BatchNormalization norm, ChannelStatistics statistics)
    {
        Tensor scale = norm.Weight / (statistics.Variance + BatchNormalization.Epsilon).sqrt();
        return new FoldedNormalization(scale, norm.Bias - (statistics.Mean * scale));
    }
}
