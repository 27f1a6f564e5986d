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

    /// <summary>Only the input's gradient gains by it, so only where one is asked for.</summary>
    internal static Formulation ForDownsampling(Tensor input, Tensor weight) =>
        input.device_type == DeviceType.CPU && input.requires_grad && weight.shape[1] <= FewChannels
            ? Formulation.Phases
            : Formulation.Direct;
}
