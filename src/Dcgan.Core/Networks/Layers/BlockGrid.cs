using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>How <see cref="MinimalFiltering"/> cuts a batch of maps into blocks.</summary>
/// <param name="Count">Images.</param>
/// <param name="Down">Blocks of an image along the height.</param>
/// <param name="Across">Blocks of an image along the width.</param>
internal readonly record struct BlockGrid(long Count, long Down, long Across)
{
    /// <summary>Blocks in all.</summary>
    internal long Blocks => Count * Down * Across;

    internal static BlockGrid OfSmaller(Tensor maps) => Of(maps, MinimalFiltering.Block);

    internal static BlockGrid OfLarger(Tensor maps) => Of(maps, MinimalFiltering.LargeBlock);

    private static BlockGrid Of(Tensor maps, int side)
    {
        long[] shape = maps.shape;
        return new BlockGrid(shape[0], shape[2] / side, shape[3] / side);
    }
}
