using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A <see cref="TransposedConvolution"/> for inference, in the fastest formulation for fixed weights.</summary>
internal sealed class FrozenTransposedConvolution : IFrozenLayer
{
    private readonly Formulation formulation;
    private readonly Tensor kernels;
    private readonly Tensor bias;
    private readonly bool rectifies;
    private readonly long outChannels;

    /// <param name="folded">Weight [in, out, 5, 5] and bias [out].</param>
    /// <param name="inSide">Side of the input maps, in pixels.</param>
    /// <param name="rectifies">Whether ReLU follows.</param>
    /// <param name="copy">Copies a tensor to the element type that the layer computes in.</param>
    internal FrozenTransposedConvolution(FoldedWeights folded, long inSide, bool rectifies, Func<Tensor, Tensor> copy)
    {
        (Tensor weight, Tensor addend) = (folded.Weight, folded.Bias!);
        this.rectifies = rectifies;
        outChannels = weight.shape[1];
        bias = copy(addend);
        formulation = FormulationChoice.ForFixedWeights(inSide, weight, bias.dtype);
        kernels = copy(formulation switch
        {
            Formulation.MinimalFiltering => MinimalFiltering.OfKernel(weight),
            Formulation.Tiles => TileConvolution.TransformKernel(weight),
            Formulation.Phases => Upsampling.PhaseKernels(weight),
            _ => ChannelsLast.Of(weight),
        });
        bias = formulation switch
        {
            Formulation.MinimalFiltering or Formulation.Tiles => bias.view(1, -1, 1, 1),
            Formulation.Phases => bias.repeat_interleave(Kernel.Phases),
            _ => bias,
        };
    }

    public IReadOnlyList<Tensor> Tensors => [kernels, bias];

    public Tensor Apply(Tensor input)
    {
        Tensor maps = formulation switch
        {
            Formulation.MinimalFiltering => MinimalFiltering.Up(input, kernels).add_(bias),
            Formulation.Tiles => TileConvolution.UpWithTransformed(input, kernels, outChannels).add_(bias),
            Formulation.Phases => Upsampling.OfPhases(input, kernels, bias),
            _ => Upsampling.Direct(input, kernels, bias),
        };
        return rectifies ? maps.relu_() : maps;
    }
}
