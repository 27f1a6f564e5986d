using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Grid of the blocks into which <see cref="MinimalFiltering"/> cuts a batch of maps.</summary>
/// <param name="Count">Number of images.</param>
/// <param name="Down">Number of blocks of an image along the height.</param>
/// <param name="Across">Number of blocks of an image along the width.</param>
internal readonly record struct BlockGrid(long Count, long Down, long Across)
{
    /// <summary>Total number of blocks.</summary>
    internal long Blocks => Count * Down * Across;

    /// <summary>Gets the grid of the smaller maps of a convolution, [N, C, H, W].</summary>
    internal static BlockGrid OfSmaller(Tensor maps) => Of(maps, MinimalFiltering.Block);

    /// <summary>Gets the grid of the larger maps of a convolution, [N, C, 2H, 2W].</summary>
    internal static BlockGrid OfLarger(Tensor maps) => Of(maps, MinimalFiltering.LargeBlock);

    private static BlockGrid Of(Tensor maps, int side)
    {
        long[] shape = maps.Sizes();
        return new BlockGrid(shape[0], shape[2] / side, shape[3] / side);
    }
}
