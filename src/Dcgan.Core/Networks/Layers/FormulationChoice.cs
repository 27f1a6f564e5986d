using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Which formulation of a convolution is fastest, as measured on a processor (benchmarks, part "layers"). A GPU's own
/// operations are left to it.
/// </summary>
internal static class FormulationChoice
{
    /// <summary>
    /// Up to so many channels on the image's side, libtorch's strided operation is left without enough to do at each place;
    /// the four phases together are several times faster, forward or back.
    /// </summary>
    private const long FewChannels = 4;

    /// <summary>
    /// From so many channels on, on maps of at most so many places, nearly all of a convolution is its weights; reordering
    /// them costs more than the arithmetic, and a product needs no reordering.
    /// </summary>
    private const long ManyChannels = 256;

    private const long FewPlaces = 16;

    private const long ManyChannelsForFiltering = 512;

    private const long FilteredSide = 8;

    internal static Formulation ForUpsampling(Tensor input, Tensor weight)
    {
        if (input.device_type != DeviceType.CPU)
        {
            return Formulation.Direct;
        }

        if (weight.shape[1] <= FewChannels)
        {
            return Formulation.Phases;
        }

        // In float32 libtorch's matrix product is the slower of the two.
        long[] maps = input.shape;
        return input.dtype == ScalarType.BFloat16 && maps[1] >= ManyChannels && maps[2] * maps[3] <= FewPlaces
            ? Formulation.Product
            : Formulation.Direct;
    }

    /// <summary>
    /// Where the weights are fixed, so that what is made of them is made once. The transforms of minimal filtering move the
    /// maps, and the products that it saves grow with the channels: it gains where there are many channels and few places.
    /// </summary>
    /// <param name="side">Of the maps that enter.</param>
    /// <param name="weight">[in, out, 5, 5].</param>
    internal static Formulation ForFixedWeights(long side, Tensor weight)
    {
        if (weight.device_type != DeviceType.CPU)
        {
            return Formulation.Direct;
        }

        if (weight.shape[1] <= FewChannels)
        {
            return Formulation.Phases;
        }

        return weight.shape[0] >= ManyChannelsForFiltering && side <= FilteredSide && MinimalFiltering.Fits(side)
            ? Formulation.MinimalFiltering
            : Formulation.Direct;
    }

    /// <summary>Only the input's gradient gains by it, so only where one is asked for.</summary>
    internal static Formulation ForDownsampling(Tensor input, Tensor weight) =>
        input.device_type == DeviceType.CPU && input.requires_grad && weight.shape[1] <= FewChannels
            ? Formulation.Phases
            : Formulation.Direct;
}
