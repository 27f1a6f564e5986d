using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// One stage of the discriminator: a convolution that halves the side, [N, in, 2H, 2W] to [N, out, H, W], then batch
/// normalization (or a bias) and leaky ReLU.
/// </summary>
internal sealed class Convolution : Module<Tensor, Tensor>
{
    /// <summary>Slope of the leaky ReLU below 0, as in the reference and the paper.</summary>
    internal const double LeakySlope = 0.2;

    private readonly ComputePrecision precision;
    private Parameter weight;
    private Parameter? bias;
    private BatchNormalization? norm;
    private SpectralNormalization? spectral;

    /// <param name="shape">Channels, and whether batch normalization replaces the bias.</param>
    /// <param name="precision">Element type to compute in.</param>
    /// <param name="initializer">Draws the weights.</param>
    /// <param name="spectralRandom">Draws the initial vectors of spectral normalization; null for none.</param>
    internal Convolution(StageShape shape, ComputePrecision precision, WeightInitializer initializer, torch.Generator? spectralRandom = null)
        : base(nameof(Convolution))
    {
        this.precision = precision;
        weight = initializer.Weight(WeightShape(shape));

        // Batch normalization subtracts any bias, so only a stage without it has one.
        bias = shape.Normalizes ? null : WeightInitializer.Zeros(shape.OutChannels);
        norm = shape.Normalizes ? new BatchNormalization(shape.OutChannels, initializer) : null;
        spectral = spectralRandom is null ? null : new SpectralNormalization(weight, spectralRandom);
        RegisterComponents();
    }

    internal BatchNormalization? Norm => norm;

    /// <summary>[out, in, 5, 5], as evaluation uses it: with spectral normalization where there is one.</summary>
    private Tensor EffectiveWeight => spectral is null ? weight : spectral.Fixed(weight);

    /// <summary>Lists the parameters of a layer.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(StageShape shape) => StageParameters.Shapes(shape, WeightShape(shape));

    /// <summary>Gets weight and bias with the normalization folded in.</summary>
    /// <param name="statistics">Means and variances of the normalization; null to fold nothing.</param>
    /// <returns>Weight [out, in, 5, 5] and bias [out], null where there is none, in the current dispose scope.</returns>
    internal FoldedWeights Folded(ChannelStatistics? statistics) =>
        StageParameters.Fold(EffectiveWeight, bias, norm, statistics, -1, 1, 1, 1);

    public override Tensor forward(Tensor input)
    {
        Tensor kernels = spectral is null ? weight : spectral.call(weight);
        Tensor maps = Downsampling.Of(input, kernels.For(precision), bias?.For(precision));
        return (norm is null ? maps : norm.call(maps)).leaky_relu_(LeakySlope);
    }

    private static long[] WeightShape(StageShape shape) => [shape.OutChannels, shape.InChannels, Kernel.Side, Kernel.Side];
}
