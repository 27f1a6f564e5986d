using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// One stage of the discriminator: a convolution that halves the side, [N, in, 2H, 2W] to [N, out, H, W], then batch
/// normalisation (or a bias) and leaky ReLU.
/// </summary>
internal sealed class Convolution : Module<Tensor, Tensor>
{
    /// <summary>Slope of the leaky ReLU below 0. The reference's and the paper's.</summary>
    internal const double LeakySlope = 0.2;

    private readonly ComputePrecision precision;
    private Parameter weight;
    private Parameter? bias;
    private BatchNormalization? norm;
    private SpectralNormalization? spectral;

    /// <param name="inChannels">Maps that enter.</param>
    /// <param name="outChannels">Maps that leave.</param>
    /// <param name="normalizes">Whether batch normalisation follows, instead of a bias.</param>
    /// <param name="precision">What it computes in.</param>
    /// <param name="initializer">Draws the weights.</param>
    /// <param name="spectralRandom">Where spectral normalisation of the weight starts from; null for none.</param>
    internal Convolution(
        int inChannels,
        int outChannels,
        bool normalizes,
        ComputePrecision precision,
        WeightInitializer initializer,
        torch.Generator? spectralRandom = null)
        : base(nameof(Convolution))
    {
        this.precision = precision;
        weight = initializer.Convolution(inChannels, outChannels, Kernel.Side);

        // The normalisation would subtract a bias again, so only a stage without one has it.
        bias = normalizes ? null : WeightInitializer.Zeros(outChannels);
        norm = normalizes ? new BatchNormalization(outChannels, initializer) : null;
        spectral = spectralRandom is null ? null : new SpectralNormalization(weight, spectralRandom);
        RegisterComponents();
    }

    /// <summary>[out, in, 5, 5], as evaluation uses it.</summary>
    internal Tensor Weight => spectral is null ? weight : spectral.Fixed(weight);

    internal Tensor? Bias => bias;

    internal BatchNormalization? Norm => norm;

    public override Tensor forward(Tensor input)
    {
        Tensor kernels = spectral is null ? weight : spectral.call(weight);
        Tensor maps = Downsampling.Of(input, kernels.For(precision), bias?.For(precision));
        return (norm is null ? maps : norm.call(maps)).leaky_relu_(LeakySlope);
    }
}
