using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The parameters that <see cref="Convolution"/> and <see cref="TransposedConvolution"/> have in common: a weight, and batch
/// normalization or a bias.
/// </summary>
internal static class StageParameters
{
    internal const string WeightKey = "weight";
    internal const string BiasKey = "bias";
    internal const string NormKey = "norm";

    /// <summary>Lists the parameters of a stage.</summary>
    /// <param name="stage">Numbers of channels, and whether batch normalization replaces the bias.</param>
    /// <param name="weight">Shape of the weight.</param>
    internal static IEnumerable<ParameterShape> Shapes(StageShape stage, long[] weight) =>
    [
        new(WeightKey, weight),
        .. stage.Normalizes
            ? BatchNormalization.ParameterShapes(stage.OutChannels).Select(parameter => parameter.In(NormKey))
            : [new(BiasKey, stage.OutChannels)],
    ];

    /// <summary>Gets the weight and the bias of a stage with the normalization folded in.</summary>
    /// <param name="weight">[out, in, k, k] or [in, out, k, k].</param>
    /// <param name="bias">[out]; null if the stage has no bias.</param>
    /// <param name="norm">The normalization; null if the stage has none.</param>
    /// <param name="statistics">Means and variances of the normalization; null to fold nothing.</param>
    /// <param name="scaleShape">
    /// Shape in which the scale of the output channels multiplies the weight: -1 in place of "out", otherwise 1.
    /// </param>
    /// <returns>
    /// If there is nothing to fold, the given weight and bias. Otherwise, new tensors in the current dispose scope: a weight of
    /// the same shape and a bias [out].
    /// </returns>
    internal static FoldedWeights Fold(
        Tensor weight, Tensor? bias, BatchNormalization? norm, ChannelStatistics? statistics, params long[] scaleShape)
    {
        if (norm is null || statistics is null)
        {
            return new FoldedWeights(weight, bias);
        }

        FoldedNormalization folded = norm.Fold(statistics);
        return new FoldedWeights(weight.AtLeastFloat32() * folded.Scale.view(scaleShape), folded.Shift);
    }
}
