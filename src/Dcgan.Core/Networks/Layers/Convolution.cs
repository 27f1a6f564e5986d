using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// One stage of the discriminator: a convolution that halves both sides, [N, in, 2H, 2W] to [N, out, H, W], then batch
/// normalization (or a bias) and leaky ReLU.
/// </summary>
internal sealed class Convolution : Module<Tensor, Tensor>
{
    /// <summary>Negative slope of the leaky ReLU, as in the reference and the paper.</summary>
    internal const double LeakySlope = 0.2;

    private Parameter weight;
    private Parameter? bias;
    private BatchNormalization? norm;
    private SpectralNormalization? spectral;

    /// <param name="shape">Numbers of channels, side of the kernel, and whether batch normalization replaces the bias.</param>
    /// <param name="initializer">Draws the weights.</param>
    /// <param name="spectralRandom">Draws the initial vectors of spectral normalization; null for none.</param>
    internal Convolution(StageShape shape, WeightInitializer initializer, torch.Generator? spectralRandom = null)
        : base(nameof(Convolution))
    {
        weight = initializer.Weight(WeightShape(shape));

        // Batch normalization would cancel a bias, so only a stage without batch normalization has a bias.
        bias = shape.Normalizes ? null : WeightInitializer.Zeros(shape.OutChannels);
        norm = shape.Normalizes ? new BatchNormalization(shape.OutChannels, LeakySlope, initializer) : null;
        spectral = spectralRandom is null ? null : new SpectralNormalization(weight, spectralRandom);
        RegisterComponents();
    }

    internal BatchNormalization? Norm => norm;

    /// <summary>Weight that evaluation uses, [out, in, k, k]: with spectral normalization, if the layer has it.</summary>
    private Tensor EffectiveWeight => spectral is null ? weight : spectral.Fixed(weight);

    /// <summary>Lists the parameters of a convolution stage.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(StageShape shape) => StageParameters.Shapes(shape, WeightShape(shape));

    /// <summary>Gets the weight and the bias with the normalization folded in.</summary>
    /// <param name="statistics">Means and variances of the normalization; null to fold nothing.</param>
    /// <returns>Weight [out, in, k, k] and bias [out], in the current dispose scope; the bias is null if there is none.</returns>
    internal FoldedWeights Folded(ChannelStatistics? statistics) =>
        StageParameters.Fold(EffectiveWeight, bias, norm, statistics, -1, 1, 1, 1);

    public override Tensor forward(Tensor input)
    {
        long[]? parts = PassArguments.Take(this)?.Parts;
        Tensor kernels = spectral is null ? weight : spectral.call(weight);
        Tensor maps = Downsampling.Of(input, kernels, bias);
        return norm is null ? maps.LeakyRelu_(LeakySlope) : PassArguments.Call(norm, maps, parts);
    }

    private static long[] WeightShape(StageShape shape) => [shape.OutChannels, shape.InChannels, shape.KernelSize, shape.KernelSize];
}
