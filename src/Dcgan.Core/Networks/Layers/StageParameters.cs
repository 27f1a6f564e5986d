using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The parameters that a <see cref="Convolution"/> and a <see cref="TransposedConvolution"/> have alike: a weight, and batch
/// normalization or a bias.
/// </summary>
internal static class StageParameters
{
    internal const string WeightKey = "weight";
    internal const string BiasKey = "bias";
    internal const string NormKey = "norm";

    /// <summary>Lists the parameters of a layer.</summary>
    /// <param name="stage">Channels, and whether batch normalization replaces the bias.</param>
    /// <param name="weight">Shape of the weight.</param>
    internal static IEnumerable<ParameterShape> Shapes(StageShape stage, long[] weight) =>
    [
        new(WeightKey, weight),
        .. stage.Normalizes
            ? BatchNormalization.ParameterShapes(stage.OutChannels).Select(parameter => parameter.In(NormKey))
            : [new(BiasKey, stage.OutChannels)],
    ];

    /// <summary>Gets weight and bias with the normalization folded in.</summary>
    /// <param name="weight">[out, in, 5, 5] or [in, out, 5, 5].</param>
    /// <param name="bias">[out]; null where there is none.</param>
    /// <param name="norm">The normalization; null where there is none.</param>
    /// <param name="statistics">Means and variances of the normalization; null to fold nothing.</param>
    /// <param name="scaleShape">Shape of the scale of each output channel, to multiply the weight with: -1 in place of "out", else 1.</param>
    /// <returns>Weight and bias of the same shapes, in the current dispose scope where they were computed.</returns>
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
