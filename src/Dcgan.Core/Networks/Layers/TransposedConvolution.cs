using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// One stage of the generator: a transposed convolution that doubles both sides, [N, in, H, W] to [N, out, 2H, 2W], then batch
/// normalization and ReLU. The last stage has a bias instead and is linear.
/// </summary>
internal sealed class TransposedConvolution : Module<Tensor, Tensor>, INormalizedLayer
{
    private Parameter weight;
    private Parameter? bias;
    private BatchNormalization? norm;

    /// <param name="shape">Numbers of channels, side of the kernel, and whether batch normalization and ReLU follow.</param>
    /// <param name="initializer">Draws the weights.</param>
    internal TransposedConvolution(StageShape shape, WeightInitializer initializer)
        : base(nameof(TransposedConvolution))
    {
        weight = initializer.Weight(WeightShape(shape));

        // Batch normalization would cancel a bias, so only the stage without batch normalization has a bias.
        bias = shape.Normalizes ? null : WeightInitializer.Zeros(shape.OutChannels);
        norm = shape.Normalizes ? new BatchNormalization(shape.OutChannels, slope: 0, initializer) : null;
        RegisterComponents();
    }

    public BatchNormalization? Norm => norm;

    /// <summary>The kernel of the transposed convolution, in the current dispose scope.</summary>
    private Tensor EffectiveWeight =>
        Kernel.SideOf(weight) == Kernel.InterpolatedSide ? Kernel.Interpolating(weight) : weight;

    /// <summary>Lists the parameters of a transposed-convolution stage.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(StageShape shape) => StageParameters.Shapes(shape, WeightShape(shape));

    /// <summary>Gets the weight and the bias with the normalization folded in.</summary>
    /// <param name="statistics">Means and variances of the normalization; null to fold nothing.</param>
    /// <returns>Weight [in, out, k, k] and bias [out], in the current dispose scope; the bias is null if there is none.</returns>
    internal FoldedWeights Folded(ChannelStatistics? statistics) =>
        StageParameters.Fold(EffectiveWeight, bias, norm, statistics, 1, -1, 1, 1);

    /// <summary>Copies the layer for inference, with the normalization folded into its weights.</summary>
    /// <param name="inSize">Size of the input maps of the copy, in pixels.</param>
    /// <param name="fixedPrecision">Element type that the copy computes in.</param>
    /// <param name="statistics">Means and variances of the normalization; null if there is none.</param>
    internal IFrozenLayer Freeze(SpatialSize inSize, ComputePrecision fixedPrecision, ChannelStatistics? statistics) =>
        new FrozenTransposedConvolution(
            Folded(statistics), inSize, rectifies: norm is not null, value => value.Like(weight).Fixed(fixedPrecision));

    public Tensor Convolve(Tensor input) => Upsampling.Of(input, EffectiveWeight, bias);

    public override Tensor forward(Tensor input)
    {
        ClassModulation? modulation = PassArguments.Take(this)?.Modulation;
        Tensor maps = Convolve(input);
        return norm is null ? maps : PassArguments.Call(norm, maps, modulation: modulation);
    }

    private static long[] WeightShape(StageShape shape) => [shape.InChannels, shape.OutChannels, shape.KernelSize, shape.KernelSize];
}
