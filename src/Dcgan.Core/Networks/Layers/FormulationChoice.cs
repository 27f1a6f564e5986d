using System.Runtime.Intrinsics.X86;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Chooses the fastest formulation of a convolution on a CPU, according to measurements (benchmarks, part "layers"). On a GPU,
/// always chooses the libtorch operation.
/// </summary>
internal static class FormulationChoice
{
    /// <summary>
    /// Largest number of image-side channels for which the phases are chosen. With so few channels, libtorch's strided operation
    /// has too little work per position. The four phases together are several times faster, in the forward or in the backward
    /// pass.
    /// </summary>
    private const long FewChannels = 4;

    /// <summary>
    /// Smallest number of channels of the smaller maps for minimal filtering and the matrix product. With so many channels and
    /// few positions, the libtorch operation spends much of its time on reordering weights. Halving the multiplications then
    /// outweighs the cost of transforming the maps.
    /// </summary>
    private const long ManyChannels = 512;

    /// <summary>
    /// Largest number of positions of an image's smaller maps for minimal filtering. With 64, a step would be about 5 % faster,
    /// but the transformed maps that are kept for the backward pass would take another 80 MB at the reference's depths.
    /// </summary>
    private const long FewPositions = 16;

    /// <summary>
    /// Largest number of positions of an image's smaller maps for minimal filtering if nothing is kept for a backward pass.
    /// </summary>
    private const long FewPositionsWithFixedWeights = 64;

    /// <summary>
    /// Smallest number of positions of the batch's smaller maps for minimal filtering. With fewer positions, transforming the
    /// weights costs more than it saves.
    /// </summary>
    private const long EnoughPositions = 512;

    /// <summary>
    /// Smallest number of channels of the smaller maps for minimal filtering over tiles. With fewer channels, a product has too little
    /// work for the transforms of its factors.
    /// </summary>
    private const long EnoughSmallChannels = 128;

    /// <summary>Smallest number of channels of the larger maps for minimal filtering over tiles.</summary>
    private const long EnoughLargeChannels = 64;

    /// <summary>
    /// Smallest number of tiles for minimal filtering over tiles. With fewer tiles, transforming the weights costs more than it saves.
    /// </summary>
    private const long EnoughTiles = 32;

    /// <summary>
    /// Smallest product of tiles and channels of the smaller maps: narrow layers of few tiles are too small to gain anything.
    /// </summary>
    private const long EnoughTilesTimesChannels = 16384;

    /// <summary><see cref="EnoughTilesTimesChannels"/> in bfloat16, where multiplications take half the time.</summary>
    private const long EnoughTilesTimesChannelsInBFloat16 = 32768;

    /// <summary>
    /// Smallest product of the channels of both maps for columns. With fewer, the calls take longer than the product saves.
    /// </summary>
    private const long EnoughChannelsForColumns = 8192;

    /// <summary>
    /// Whether libtorch multiplies matrices in bfloat16 by oneDNN. Without these instructions it multiplies them element by element, so
    /// that fewer multiplications outside of a convolution gain nothing.
    /// </summary>
    private static bool MultipliesBFloat16 => Avx512BW.VL.IsSupported && Avx512DQ.VL.IsSupported;

    /// <param name="input">[N, in, H, W].</param>
    /// <param name="weight">[in, out, k, k].</param>
    internal static Formulation ForUpsampling(Tensor input, Tensor weight)
    {
        if (input.device_type != DeviceType.CPU)
        {
            return Formulation.Direct;
        }

        if (UpsamplesByPhases(weight))
        {
            return Formulation.Phases;
        }

        // With fixed statistics an image must not depend on the batch size, and formulations round differently. One image would
        // not be worth the transform of the weights, so tiles are for training.
        long[] maps = input.Sizes();
        bool isSampling = SamplingMode.Current is not null;
        bool tilesWell = !isSampling && TilesWell(input.dtype, maps[0], weight, maps[2], maps[3]);
        bool filtersWell = FiltersWell(isSampling ? SampleBatches.Size : maps[0], weight.size(0), maps[2], maps[3], FewPositions);
        if (Filtering(input.dtype, tilesWell, filtersWell) is { } filtering)
        {
            return filtering;
        }

        // In float32, libtorch's matrix product is slower than its convolution.
        if (input.dtype == ScalarType.BFloat16 && weight.size(0) >= ManyChannels && maps[2] * maps[3] <= FewPositions)
        {
            return Formulation.Product;
        }

        return ColumnsWell(input.dtype, weight, maps[2], maps[3]) ? Formulation.Columns : Formulation.Direct;
    }

    /// <param name="input">[N, in, 2H, 2W].</param>
    /// <param name="weight">[out, in, k, k].</param>
    internal static Formulation ForDownsampling(Tensor input, Tensor weight)
    {
        if (input.device_type != DeviceType.CPU)
        {
            return Formulation.Direct;
        }

        // Phases speed up only the gradient with respect to the input.
        if (weight.size(1) <= FewChannels)
        {
            return input.requires_grad ? Formulation.Phases : Formulation.Direct;
        }

        long[] maps = input.Sizes();
        bool tilesWell = TilesWell(input.dtype, maps[0], weight, maps[2] / 2, maps[3] / 2);
        bool filtersWell = FiltersWell(maps[0], weight.size(0), maps[2] / 2, maps[3] / 2, FewPositions);
        if (Filtering(input.dtype, tilesWell, filtersWell) is { } filtering)
        {
            return filtering;
        }

        return ColumnsWell(input.dtype, weight, maps[2] / 2, maps[3] / 2) ? Formulation.Columns : Formulation.Direct;
    }

    /// <summary>Chooses the formulation of an upsampling with fixed weights, which are transformed only once.</summary>
    /// <param name="size">Size of the smaller maps, in pixels.</param>
    /// <param name="weight">[in, out, k, k].</param>
    internal static Formulation ForFixedWeights(SpatialSize size, Tensor weight)
    {
        if (weight.device_type != DeviceType.CPU)
        {
            return Formulation.Direct;
        }

        if (UpsamplesByPhases(weight))
        {
            return Formulation.Phases;
        }

        return FiltersWell(SampleBatches.Size, weight.size(0), size.Height, size.Width, FewPositionsWithFixedWeights)
            ? Formulation.MinimalFiltering
            : Formulation.Direct;
    }

    /// <summary>
    /// Chooses between the two ways of minimal filtering; null if neither is faster than the libtorch operation. Tiles need fewer
    /// multiplications and a larger transformed kernel. In bfloat16, where multiplications take half the time, the smaller kernel is faster
    /// for maps of few positions.
    /// </summary>
    private static Formulation? Filtering(ScalarType type, bool tilesWell, bool filtersWell) => (tilesWell, filtersWell) switch
    {
        (false, false) => null,
        (true, true) => type == ScalarType.BFloat16 ? Formulation.MinimalFiltering : Formulation.Tiles,
        (true, false) => Formulation.Tiles,
        (false, true) => Formulation.MinimalFiltering,
    };

    /// <summary>Few channels, or a kernel that interpolates, which the formulations with a 5x5 kernel do not have.</summary>
    /// <param name="weight">[in, out, k, k].</param>
    private static bool UpsamplesByPhases(Tensor weight) => weight.size(1) <= FewChannels || Kernel.SideOf(weight) > Kernel.Side;

    /// <param name="count">Number of images.</param>
    /// <param name="channels">Number of channels of the smaller maps.</param>
    /// <param name="height">Height of the smaller maps.</param>
    /// <param name="width">Width of the smaller maps.</param>
    /// <param name="mostPositions">Largest number of positions of the smaller maps of an image.</param>
    private static bool FiltersWell(long count, long channels, long height, long width, long mostPositions)
    {
        long positions = height * width;
        return channels >= ManyChannels
            && positions <= mostPositions
            && count * positions >= EnoughPositions
            && MinimalFiltering.Fits(height, width);
    }

    /// <summary>
    /// Whether minimal filtering over tiles is faster than the libtorch operation. With 4x4 kernels, which tiles pad to 5x5, it is not in
    /// bfloat16.
    /// </summary>
    /// <param name="type">Element type that the layer computes in.</param>
    /// <param name="count">Number of images.</param>
    /// <param name="weight">[small, large, k, k].</param>
    /// <param name="height">Height of the smaller maps.</param>
    /// <param name="width">Width of the smaller maps.</param>
    private static bool TilesWell(ScalarType type, long count, Tensor weight, long height, long width)
    {
        long enough = type == ScalarType.BFloat16 ? EnoughTilesTimesChannelsInBFloat16 : EnoughTilesTimesChannels;
        long tiles = count * new TileGrid(1, (int)height, (int)width, 0, 0).TilesOfImage;
        return TileBuffers.Supports(type)
            && (type != ScalarType.BFloat16 || (MultipliesBFloat16 && Kernel.SideOf(weight) == Kernel.Side))
            && tiles >= EnoughTiles
            && tiles * weight.size(0) >= enough
            && weight.size(0) >= EnoughSmallChannels
            && weight.size(1) >= EnoughLargeChannels;
    }

    /// <summary>
    /// Whether columns are faster than the libtorch operation: in bfloat16, for maps of few positions. In float32, libtorch's matrix product
    /// is slower than its convolution.
    /// </summary>
    /// <param name="type">Element type that the layer computes in.</param>
    /// <param name="weight">[small, large, k, k].</param>
    /// <param name="height">Height of the smaller maps.</param>
    /// <param name="width">Width of the smaller maps.</param>
    private static bool ColumnsWell(ScalarType type, Tensor weight, long height, long width) =>
        type == ScalarType.BFloat16
        && MultipliesBFloat16
        && height * width <= FewPositions
        && weight.size(0) * weight.size(1) >= EnoughChannelsForColumns;
}
