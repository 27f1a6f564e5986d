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
    /// <summary>By the statistics as they are now.</summary>
    /// <param name="norm">The normalisation.</param>
    /// <param name="statistics">Fixed ones.</param>
    internal static FoldedNormalization Of(BatchNormalization norm, SamplingStatistics statistics)
    {
        (Tensor mean, Tensor variance) = norm.Fixed(statistics);
        Tensor scale = norm.Weight / (variance + BatchNormalization.Epsilon).sqrt();
        return new FoldedNormalization(scale, norm.Bias - (mean * scale));
    }
}
