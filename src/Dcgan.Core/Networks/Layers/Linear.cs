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

    internal Linear(int inFeatures, int outFeatures, ComputePrecision precision, WeightInitializer initializer)
        : base(nameof(Linear))
    {
        this.precision = precision;
        weight = initializer.Linear(inFeatures, outFeatures);
        bias = WeightInitializer.Zeros(outFeatures);
        RegisterComponents();
    }

    /// <summary>One of the layer's parameters, for the element type and device that the network computes in.</summary>
    internal Parameter Weight => weight;

    internal Tensor Bias => bias;

    public override Tensor forward(Tensor input) =>
        functional.linear(input, weight.For(precision), bias.For(precision));
}
