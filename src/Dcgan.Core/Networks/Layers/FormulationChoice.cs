using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Which formulation of a convolution is fastest, as measured on processors (benchmarks, part "layers"). A GPU's own
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
    /// From so many channels on the smaller maps' side on, libtorch's operation spends much of its time on reordering weights
    /// where there are few places, and half the multiplications are worth the transforms of the maps.
    /// </summary>
    private const long ManyChannels = 512;

    /// <summary>
    /// Of an image's smaller maps. With 64 a step would be some 5 % faster, but the factors that wait for the backward pass
    /// would take another 80 MB at the reference's depths.
    /// </summary>
    private const long FewPlaces = 16;

    /// <summary>The same where nothing waits for a backward pass.</summary>
    private const long FewPlacesOfFixedWeights = 64;

    /// <summary>Of the whole batch: with fewer, transforming the weights costs more than it saves.</summary>
    private const long EnoughPlaces = 512;

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

        // By fixed statistics an image must not depend on how many are made with it, and formulations round differently.
        long[] maps = input.shape;
        long count = SamplingMode.Current is null ? maps[0] : SampleBatches.Size;
        if (FiltersWell(count, weight.shape[0], maps[2], maps[3], FewPlaces))
        {
            return Formulation.MinimalFiltering;
        }

        // In float32 libtorch's matrix product is the slower of the two.
        return input.dtype == ScalarType.BFloat16 && weight.shape[0] >= ManyChannels && maps[2] * maps[3] <= FewPlaces
            ? Formulation.Product
            : Formulation.Direct;
    }

    internal static Formulation ForDownsampling(Tensor input, Tensor weight)
    {
        if (input.device_type != DeviceType.CPU)
        {
            return Formulation.Direct;
        }

        // Only the input's gradient gains by the phases.
        if (weight.shape[1] <= FewChannels)
        {
            return input.requires_grad ? Formulation.Phases : Formulation.Direct;
        }

        long[] maps = input.shape;
        return FiltersWell(maps[0], weight.shape[0], maps[2] / 2, maps[3] / 2, FewPlaces) ? Formulation.MinimalFiltering : Formulation.Direct;
    }

    /// <summary>Where the weights are fixed, so that what is made of them is made once.</summary>
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

        return FiltersWell(SampleBatches.Size, weight.shape[0], side, side, FewPlacesOfFixedWeights) ? Formulation.MinimalFiltering : Formulation.Direct;
    }

    /// <param name="count">Images.</param>
    /// <param name="channels">Of the smaller maps.</param>
    /// <param name="height">Of the smaller maps.</param>
    /// <param name="width">Of the smaller maps.</param>
    /// <param name="mostPlaces">Of an image's smaller maps.</param>
    private static bool FiltersWell(long count, long channels, long height, long width, long mostPlaces)
    {
        long places = height * width;
        return channels >= ManyChannels
            && places <= mostPlaces
            && count * places >= EnoughPlaces
            && MinimalFiltering.Fits(height, width);
    }
}
