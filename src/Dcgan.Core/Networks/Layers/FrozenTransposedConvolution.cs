using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A <see cref="TransposedConvolution"/> for use only, by the formulation that is fastest where weights are fixed.</summary>
internal sealed class FrozenTransposedConvolution : IFrozenLayer
{
    private readonly Formulation formulation;
    private readonly Tensor kernels;
    private readonly Tensor bias;
    private readonly bool rectifies;

    /// <param name="weight">[in, out, 5, 5], in the parameters' type.</param>
    /// <param name="bias">[out], likewise.</param>
    /// <param name="inSide">Of the maps that will enter.</param>
    /// <param name="rectifies">Whether ReLU follows.</param>
    /// <param name="precision">What it computes in.</param>
    internal FrozenTransposedConvolution(Tensor weight, Tensor bias, long inSide, bool rectifies, ComputePrecision precision)
    {
        this.rectifies = rectifies;
        formulation = FormulationChoice.ForFixedWeights(inSide, weight);
        (Tensor laidOut, Tensor added) = formulation switch
        {
            Formulation.MinimalFiltering => (MinimalFiltering.OfKernel(weight), bias.view(1, -1, 1, 1)),
            Formulation.Phases => (Upsampling.PhaseKernels(weight), bias.repeat_interleave(Kernel.Phases)),
            _ => (ChannelsLast.Of(weight), bias),
        };
        kernels = laidOut.Fixed(precision);
        this.bias = added.Fixed(precision);
    }

    public Tensor Of(Tensor input)
    {
        Tensor maps = formulation switch
        {
            Formulation.MinimalFiltering => MinimalFiltering.Up(input, kernels).add_(bias),
            Formulation.Phases => Upsampling.OfPhases(input, kernels, bias),
            _ => Upsampling.Direct(input, kernels, bias),
        };
        return rectifies ? maps.relu_() : maps;
    }

    public void Dispose()
    {
        kernels.Dispose();
        bias.Dispose();
    }
}
