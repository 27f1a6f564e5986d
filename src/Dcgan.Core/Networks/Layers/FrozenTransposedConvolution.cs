using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A <see cref="TransposedConvolution"/> for inference, in the fastest formulation for fixed weights.</summary>
internal sealed class FrozenTransposedConvolution : IFrozenLayer
{
    private readonly Formulation formulation;
    private readonly Tensor kernels;
    private readonly Tensor bias;
    private readonly bool isInPanels;
    private readonly bool rectifies;

    /// <param name="folded">Weight [in, out, k, k] and bias [out].</param>
    /// <param name="inSize">Size of the input maps, in pixels.</param>
    /// <param name="rectifies">Whether ReLU follows.</param>
    /// <param name="copy">Copies a tensor to the element type that the layer computes in.</param>
    internal FrozenTransposedConvolution(FoldedWeights folded, SpatialSize inSize, bool rectifies, Func<Tensor, Tensor> copy)
    {
        (Tensor weight, Tensor addend) = (folded.Weight, folded.Bias!);
        this.rectifies = rectifies;
        formulation = FormulationChoice.ForFixedWeights(inSize, weight);
        (Tensor laidOut, Tensor added) = formulation switch
        {
            Formulation.MinimalFiltering => (MinimalFiltering.OfKernel(Kernel.Full(weight)), addend.view(1, -1, 1, 1)),
            Formulation.Phases => (Upsampling.PhaseKernels(weight), addend.repeat_interleave(Kernel.Phases)),
            _ => (ChannelsLast.Of(weight), addend),
        };
        kernels = copy(laidOut);
        bias = copy(added);
        isInPanels = formulation == Formulation.MinimalFiltering && PanelProduct.IsFastest(kernels.dtype, kernels.size(2));
        if (isInPanels)
        {
            kernels = PanelProduct.ToPanels(kernels);
        }
    }

    public IReadOnlyList<Tensor> Tensors => [kernels, bias];

    public Tensor Apply(Tensor input, ClassModulation? modulation)
    {
        Tensor maps = formulation switch
        {
            Formulation.MinimalFiltering => Filter(input).Add_(bias),
            Formulation.Phases => Upsampling.OfPhases(input, kernels, bias),
            _ => Upsampling.Direct(input, kernels, bias),
        };
        return rectifies ? ClassModulation.Apply(modulation, maps).relu_() : maps;
    }

    /// <summary>Filters in panels, or as libtorch's operations if the latents need a gradient.</summary>
    private Tensor Filter(Tensor input)
    {
        bool needsGradient = is_grad_enabled() && input.requires_grad;
        return (isInPanels, needsGradient) switch
        {
            (true, false) => MinimalFiltering.UpInPanels(input, kernels),
            (true, true) => MinimalFiltering.Up(input, PanelProduct.OfPanels(kernels)),
            _ => MinimalFiltering.Up(input, kernels),
        };
    }
}
