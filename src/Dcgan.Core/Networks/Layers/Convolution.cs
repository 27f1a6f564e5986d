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

    internal Convolution(
        int inChannels, int outChannels, bool normalizes, ComputePrecision precision, WeightInitializer initializer)
        : base(nameof(Convolution))
    {
        this.precision = precision;
        weight = initializer.Convolution(inChannels, outChannels, Kernel.Side);

        // The normalisation would subtract a bias again, so only a stage without one has it.
        bias = normalizes ? null : WeightInitializer.Zeros(outChannels);
        norm = normalizes ? new BatchNormalization(outChannels, initializer) : null;
        RegisterComponents();
    }

    /// <summary>[out, in, 5, 5].</summary>
    internal Tensor Weight => weight;

    internal Tensor? Bias => bias;

    internal BatchNormalization? Norm => norm;

    public override Tensor forward(Tensor input)
    {
        Tensor maps = Downsampling.Of(input, weight.For(precision), bias?.For(precision));
        return (norm is null ? maps : norm.call(maps)).leaky_relu_(LeakySlope);
    }
}
