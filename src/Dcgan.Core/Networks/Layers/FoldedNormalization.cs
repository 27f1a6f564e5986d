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
    /// <summary>By the running statistics as they are now.</summary>
    internal static FoldedNormalization Of(BatchNormalization norm)
    {
        Tensor scale = norm.Weight / (norm.RunningVariance + BatchNormalization.Epsilon).sqrt();
        return new FoldedNormalization(scale, norm.Bias - (norm.RunningMean * scale));
    }
}
