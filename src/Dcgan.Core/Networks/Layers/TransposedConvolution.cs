using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// One stage of the generator: a transposed convolution that doubles the side, [N, in, H, W] to [N, out, 2H, 2W], then
/// batch normalisation and ReLU, or a bias where it makes the image.
/// </summary>
internal sealed class TransposedConvolution : Module<Tensor, Tensor>, INormalizedLayer
{
    private readonly ComputePrecision precision;
    private Parameter weight;
    private Parameter? bias;
    private BatchNormalization? norm;

    /// <param name="inChannels">Maps that enter.</param>
    /// <param name="outChannels">Maps that leave.</param>
    /// <param name="makesImage">Whether these are the image's channels, which are not normalised and are left linear.</param>
    /// <param name="precision">What it computes in.</param>
    /// <param name="initializer">Draws the weights.</param>
    internal TransposedConvolution(
        int inChannels, int outChannels, bool makesImage, ComputePrecision precision, WeightInitializer initializer)
        : base(nameof(TransposedConvolution))
    {
        this.precision = precision;
        weight = initializer.TransposedConvolution(inChannels, outChannels, Kernel.Side);

        // The normalisation would subtract a bias again, so only the stage without one has it.
        bias = makesImage ? WeightInitializer.Zeros(outChannels) : null;
        norm = makesImage ? null : new BatchNormalization(outChannels, initializer);
        RegisterComponents();
    }

    /// <summary>[in, out, 5, 5].</summary>
    internal Tensor Weight => weight;

    internal Tensor? Bias => bias;

    public BatchNormalization? Norm => norm;

    /// <summary>The layer with the normalisation by fixed statistics folded into its weights.</summary>
    /// <param name="inSide">Of the maps that will enter.</param>
    /// <param name="fixedPrecision">What the copy computes in.</param>
    /// <param name="statistics">What the normalisation is to go by; null where there is none.</param>
    internal IFrozenLayer Freeze(long inSide, ComputePrecision fixedPrecision, ChannelStatistics? statistics)
    {
        FoldedNormalization? folded = norm is null || statistics is null ? null : FoldedNormalization.Of(norm, statistics);
        Tensor kernels = folded is null ? weight : weight * folded.Scale.view(1, -1, 1, 1);
        return new FrozenTransposedConvolution(kernels, folded?.Shift ?? bias!, inSide, rectifies: norm is not null, fixedPrecision);
    }

    public Tensor Convolve(Tensor input) => Upsampling.Of(input, weight.For(precision), bias?.For(precision));

    public override Tensor forward(Tensor input)
    {
        Tensor maps = Convolve(input);
        return norm is null ? maps : norm.call(maps).relu_();
    }
}
