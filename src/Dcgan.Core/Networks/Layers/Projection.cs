using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// First layer of the generator: a linear layer from inputs [N, Z] to the smallest maps [N, depth, h, w], then batch
/// normalization and ReLU.
/// </summary>
internal sealed class Projection : Module<Tensor, Tensor>, INormalizedLayer
{
    internal const string WeightKey = $"{LinearKey}.{Linear.WeightKey}";
    internal const string LinearKey = nameof(linear);

    private readonly int depth;
    private readonly SpatialSize size;
    private Linear linear;
    private BatchNormalization norm;

    /// <param name="inputSize">Number Z of input features.</param>
    /// <param name="depth">Number of output channels.</param>
    /// <param name="size">Size of the output maps, h x w pixels.</param>
    /// <param name="precision">Element type to compute in.</param>
    /// <param name="initializer">Draws the weights.</param>
    internal Projection(long inputSize, int depth, SpatialSize size, ComputePrecision precision, WeightInitializer initializer)
        : base(nameof(Projection))
    {
        this.depth = depth;
        this.size = size;

        // Batch normalization does not cancel the bias: it subtracts one value per channel, but the bias also differs by
        // position.
        linear = new Linear(inputSize, FeatureCount(depth, size), precision, initializer);
        norm = new BatchNormalization(depth, slope: 0, initializer);
        RegisterComponents();
    }

    /// <summary>Number of output channels.</summary>
    internal int Depth => depth;

    /// <summary>Size of the output maps, in pixels.</summary>
    internal SpatialSize Size => size;

    /// <summary>Weight of the linear layer, [h·w·depth, Z].</summary>
    internal TorchSharp.Modules.Parameter Weight => linear.Weight;

    public BatchNormalization Norm => norm;

    /// <summary>Lists the parameters of a projection.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(long inputSize, int depth, SpatialSize size) =>
    [
        .. Linear.ParameterShapes(inputSize, FeatureCount(depth, size)).Select(parameter => parameter.In(LinearKey)),
        .. BatchNormalization.ParameterShapes(depth).Select(parameter => parameter.In(nameof(norm))),
    ];

    /// <summary>Gets the weight and the bias of the linear layer with the normalization folded in.</summary>
    /// <param name="statistics">Means and variances of the normalization; null to fold nothing.</param>
    /// <returns>Weight [h·w·depth, Z] and bias [h·w·depth], with channels-last features, in the current dispose scope.</returns>
    internal FoldedWeights Folded(ChannelStatistics? statistics)
    {
        if (statistics is null)
        {
            return new FoldedWeights(linear.Weight, linear.Bias);
        }

        FoldedNormalization folded = norm.Fold(statistics);
        Tensor scale = folded.Scale.repeat(size.Area);
        return new FoldedWeights(
            linear.Weight.AtLeastFloat32() * scale.unsqueeze(1),
            (linear.Bias.AtLeastFloat32() * scale).Add(folded.Shift.repeat(size.Area)));
    }

    /// <summary>Copies the layer for inference, with the normalization folded into its weights.</summary>
    /// <param name="precision">Element type that the copy computes in.</param>
    /// <param name="statistics">Means and variances of the normalization.</param>
    internal IFrozenLayer Freeze(ComputePrecision precision, ChannelStatistics statistics)
    {
        FoldedWeights folded = Folded(statistics);
        return new FrozenProjection(
            folded.Weight.Like(linear.Weight).Fixed(precision),
            folded.Bias!.Like(linear.Weight).Fixed(precision),
            depth,
            size);
    }

    /// <remarks>
    /// Features are channels-last, as in the reference, so the output is in channels_last format without a copy.
    /// </remarks>
    public Tensor Convolve(Tensor input) => linear.call(input).view(-1, size.Height, size.Width, depth).permute(0, 3, 1, 2);

    public override Tensor forward(Tensor latents)
    {
        ClassModulation? modulation = PassArguments.Take(this)?.Modulation;
        return PassArguments.Call(norm, Convolve(latents), modulation: modulation);
    }

    private static long FeatureCount(int depth, SpatialSize size) => depth * size.Area;
}
