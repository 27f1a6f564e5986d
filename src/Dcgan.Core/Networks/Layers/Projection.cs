using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// First layer of the generator: a linear layer from inputs [N, Z] to the smallest maps [N, depth, s, s], then batch
/// normalization and ReLU.
/// </summary>
internal sealed class Projection : Module<Tensor, Tensor>, INormalizedLayer
{
    internal const string WeightKey = $"{LinearKey}.{Linear.WeightKey}";
    internal const string LinearKey = nameof(linear);

    private readonly int depth;
    private readonly int side;
    private Linear linear;
    private BatchNormalization norm;

    /// <param name="inputSize">Number Z of input features.</param>
    /// <param name="depth">Number of output channels.</param>
    /// <param name="side">Side s of the output maps, in pixels.</param>
    /// <param name="precision">Element type to compute in.</param>
    /// <param name="initializer">Draws the weights.</param>
    internal Projection(long inputSize, int depth, int side, ComputePrecision precision, WeightInitializer initializer)
        : base(nameof(Projection))
    {
        this.depth = depth;
        this.side = side;

        // Batch normalization does not cancel the bias: it subtracts one value per channel, but the bias also differs by
        // position.
        linear = new Linear(inputSize, FeatureCount(depth, side), precision, initializer);
        norm = new BatchNormalization(depth, initializer);
        RegisterComponents();
    }

    /// <summary>Number of output channels.</summary>
    internal int Depth => depth;

    /// <summary>Side of the output maps, in pixels.</summary>
    internal int Side => side;

    /// <summary>Weight of the linear layer, [s·s·depth, Z].</summary>
    internal TorchSharp.Modules.Parameter Weight => linear.Weight;

    public BatchNormalization Norm => norm;

    /// <summary>Lists the parameters of a projection.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(long inputSize, int depth, int side) =>
    [
        .. Linear.ParameterShapes(inputSize, FeatureCount(depth, side)).Select(parameter => parameter.In(LinearKey)),
        .. BatchNormalization.ParameterShapes(depth).Select(parameter => parameter.In(nameof(norm))),
    ];

    /// <summary>Gets the weight and the bias of the linear layer with the normalization folded in.</summary>
    /// <param name="statistics">Means and variances of the normalization; null to fold nothing.</param>
    /// <returns>Weight [s·s·depth, Z] and bias [s·s·depth], with channels-last features, in the current dispose scope.</returns>
    internal FoldedWeights Folded(ChannelStatistics? statistics)
    {
        if (statistics is null)
        {
            return new FoldedWeights(linear.Weight, linear.Bias);
        }

        FoldedNormalization folded = norm.Fold(statistics);
        long positions = (long)side * side;
        Tensor scale = folded.Scale.repeat(positions);
        return new FoldedWeights(
            linear.Weight.AtLeastFloat32() * scale.unsqueeze(1),
            (linear.Bias.AtLeastFloat32() * scale) + folded.Shift.repeat(positions));
    }

    /// <summary>Copies the layer for inference, with the normalization folded into its weights.</summary>
    /// <param name="precision">Element type that the copy computes in.</param>
    /// <param name="statistics">Means and variances of the normalization.</param>
    internal IFrozenLayer Freeze(ComputePrecision precision, ChannelStatistics statistics)
    {
        FoldedWeights folded = Folded(statistics);
        return new FrozenProjection(
            folded.Weight.LikeParameters(linear.Weight).Fixed(precision),
            folded.Bias!.LikeParameters(linear.Weight).Fixed(precision),
            depth,
            side);
    }

    /// <remarks>
    /// Features are channels-last, as in the reference, so the output is in channels_last format without a copy.
    /// </remarks>
    public Tensor Convolve(Tensor input) => linear.call(input).view(-1, side, side, depth).permute(0, 3, 1, 2);

    public override Tensor forward(Tensor latents) => norm.call(Convolve(latents)).relu_();

    private static long FeatureCount(int depth, int side) => (long)depth * side * side;
}
