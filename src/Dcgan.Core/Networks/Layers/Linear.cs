using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>A linear layer, [N, in] to [N, out], drawn with the network's own seed.</summary>
internal sealed class Linear : Module<Tensor, Tensor>
{
    private readonly ComputePrecision precision;
    private Parameter weight;
    private Parameter bias;
    private SpectralNormalization? spectral;

    /// <param name="inFeatures">That enter.</param>
    /// <param name="outFeatures">That leave.</param>
    /// <param name="precision">What it computes in.</param>
    /// <param name="initializer">Draws the weights.</param>
    /// <param name="spectralRandom">Where spectral normalisation of the weight starts from; null for none.</param>
    internal Linear(
        int inFeatures,
        int outFeatures,
        ComputePrecision precision,
        WeightInitializer initializer,
        torch.Generator? spectralRandom = null)
        : base(nameof(Linear))
    {
        this.precision = precision;
        weight = initializer.Linear(inFeatures, outFeatures);
        bias = WeightInitializer.Zeros(outFeatures);
        spectral = spectralRandom is null ? null : new SpectralNormalization(weight, spectralRandom);
        RegisterComponents();
    }

    /// <summary>One of the layer's parameters, for the element type and device that the network computes in.</summary>
    internal Parameter Weight => weight;

    /// <summary>The weight as evaluation uses it.</summary>
    internal Tensor EffectiveWeight => spectral is null ? weight : spectral.Fixed(weight);

    internal Tensor Bias => bias;

    public override Tensor forward(Tensor input)
    {
        Tensor used = spectral is null ? weight : spectral.call(weight);
        return functional.linear(input, used.For(precision), bias.For(precision));
    }
}
