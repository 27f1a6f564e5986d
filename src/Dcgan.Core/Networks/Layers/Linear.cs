using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>A linear layer, [N, in] to [N, out], with weights drawn from the network's seed.</summary>
internal sealed class Linear : Module<Tensor, Tensor>
{
    internal const string WeightKey = nameof(weight);

    private readonly ComputePrecision precision;
    private Parameter weight;
    private Parameter bias;
    private SpectralNormalization? spectral;

    /// <param name="inFeatures">Number of input features.</param>
    /// <param name="outFeatures">Number of output features.</param>
    /// <param name="precision">Element type to compute in.</param>
    /// <param name="initializer">Draws the weights.</param>
    /// <param name="spectralRandom">Draws the initial vectors of spectral normalization; null for none.</param>
    internal Linear(
        long inFeatures,
        long outFeatures,
        ComputePrecision precision,
        WeightInitializer initializer,
        torch.Generator? spectralRandom = null)
        : base(nameof(Linear))
    {
        this.precision = precision;
        weight = initializer.Weight(WeightShape(inFeatures, outFeatures));
        bias = WeightInitializer.Zeros(outFeatures);
        spectral = spectralRandom is null ? null : new SpectralNormalization(weight, spectralRandom);
        RegisterComponents();
    }

    /// <summary>The weight parameter, [out, in].</summary>
    internal Parameter Weight => weight;

    /// <summary>Weight that evaluation uses, [out, in]: with spectral normalization, if the layer has it.</summary>
    internal Tensor EffectiveWeight => spectral is null ? weight : spectral.Fixed(weight);

    internal Tensor Bias => bias;

    /// <summary>Lists the parameters of a linear layer.</summary>
    internal static IEnumerable<ParameterShape> ParameterShapes(long inFeatures, long outFeatures) =>
        [new(WeightKey, WeightShape(inFeatures, outFeatures)), new(nameof(bias), outFeatures)];

    public override Tensor forward(Tensor input)
    {
        Tensor used = spectral is null ? weight : spectral.call(weight);
        return functional.linear(input, used.For(precision), bias.For(precision));
    }

    private static long[] WeightShape(long inFeatures, long outFeatures) => [outFeatures, inFeatures];
}
