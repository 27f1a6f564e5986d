using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The generator's start: a linear layer from latents [N, Z] to the smallest maps [N, depth, s, s], then batch normalisation
/// and ReLU.
/// </summary>
internal sealed class Projection : Module<Tensor, Tensor>, INormalizedLayer
{
    private readonly int depth;
    private readonly int side;
    private Linear linear;
    private BatchNormalization norm;

    internal Projection(int latentSize, int depth, int side, ComputePrecision precision, WeightInitializer initializer)
        : base(nameof(Projection))
    {
        this.depth = depth;
        this.side = side;

        // Its bias stays: it is one for each place and channel, and the normalisation takes out only one for each channel.
        linear = new Linear(latentSize, depth * side * side, precision, initializer);
        norm = new BatchNormalization(depth, initializer);
        RegisterComponents();
    }

    /// <summary>Channels that leave.</summary>
    internal int Depth => depth;

    /// <summary>Of the maps that leave.</summary>
    internal int Side => side;

    internal Linear Linear => linear;

    public BatchNormalization Norm => norm;

    /// <summary>The layer with the normalisation by fixed statistics folded into its weights.</summary>
    /// <param name="precision">What the copy computes in.</param>
    /// <param name="statistics">What the normalisation is to go by.</param>
    internal IFrozenLayer Freeze(ComputePrecision precision, ChannelStatistics statistics)
    {
        var folded = FoldedNormalization.Of(norm, statistics);
        long places = (long)side * side;
        Tensor scale = folded.Scale.repeat(places);
        Tensor weight = linear.Weight * scale.unsqueeze(1);
        Tensor bias = (linear.Bias * scale) + folded.Shift.repeat(places);
        return new FrozenProjection(weight.Fixed(precision), bias.Fixed(precision), depth, side);
    }

    /// <remarks>Features lie channel-last, as in the reference: what leaves is a channels_last tensor and no value was copied.</remarks>
    public Tensor Convolve(Tensor input) => linear.call(input).view(-1, side, side, depth).permute(0, 3, 1, 2);

    public override Tensor forward(Tensor latents) => norm.call(Convolve(latents)).relu_();
}
