using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// Both convolutions of <see cref="Kernel"/> by minimal filtering (Winograd, 1980; Lavin and Gray, 2016): 49 multiplications
/// for each 4x4 block of the larger maps, where it is 100 otherwise.
/// </summary>
/// <remarks>
/// <para>
/// Along one axis two places of the smaller maps make two pairs of the larger: the even ones through three taps of the
/// kernel, the odd ones through the two others. F(2, 3) needs 4 multiplications for the former and F(2, 2) 3 for the latter.
/// Both axes together: 7x7 matrix products over the channels, between transforms that only add. The convolution that goes
/// down is the transpose of the one that goes up, step by step from the end to the beginning.
/// </para>
/// <para>
/// The transforms' factors are 0, 1 and one half. What rounding does to the sums grows by a factor of about 3, so in bfloat16
/// the error of a layer is some 6e-3 of its values instead of 2e-3.
/// </para>
/// </remarks>
internal static class MinimalFiltering
{
    /// <summary>Places of the smaller maps in a block, along one axis.</summary>
    internal const int Block = 2;

    /// <summary>Places of the larger maps in a block, along one axis.</summary>
    internal const int LargeBlock = 4;

    /// <summary>Places of the smaller maps that a block of the larger depends on, along one axis.</summary>
    private const int Window = 4;

    /// <summary>Along one axis.</summary>
    private const int Products = 7;

    /// <summary>From the window's four places of the smaller maps to the factors of the seven products.</summary>
    private static readonly double[] WindowFactors =
    [
        1, 0, -1, 0,
        0, 1, 1, 0,
        0, -1, 1, 0,
        0, 1, 0, -1,
        0, 1, -1, 0,
        0, 0, 1, 0,
        0, 0, -1, 1,
    ];

    /// <summary>From the kernel's five taps to the other factors: taps 4, 2, 0 make the even outputs, taps 3, 1 the odd ones.</summary>
    private static readonly double[] KernelFactors =
    [
        0, 0, 0, 0, 1,
        0.5, 0, 0.5, 0, 0.5,
        0.5, 0, -0.5, 0, 0.5,
        1, 0, 0, 0, 0,
        0, 0, 0, 1, 0,
        0, 1, 0, 1, 0,
        0, 1, 0, 0, 0,
    ];

    /// <summary>From the seven products to four places of the larger maps: even, odd, even, odd.</summary>
    private static readonly double[] BlockSums =
    [
        1, 1, 1, 0, 0, 0, 0,
        0, 0, 0, 0, 1, 1, 0,
        0, 1, -1, -1, 0, 0, 0,
        0, 0, 0, 0, 0, 1, 1,
    ];

    /// <summary>Whether the smaller maps can be cut into blocks.</summary>
    internal static bool Fits(long height, long width) => height % Block == 0 && width % Block == 0;

    /// <summary>The transposed convolution, [N, in, H, W] of sides that <see cref="Fits"/> to [N, out, 2H, 2W].</summary>
    /// <param name="input">The smaller maps.</param>
    /// <param name="kernel">Its factors, [49, in, out].</param>
    internal static Tensor Up(Tensor input, Tensor kernel)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToLarger(OfSmaller(input).bmm(kernel), BlockGrid.OfSmaller(input)).MoveToOuterDisposeScope();
    }

    /// <summary>The convolution, [N, in, 2H, 2W], H and W of sides that <see cref="Fits"/>, to [N, out, H, W].</summary>
    /// <param name="input">The larger maps.</param>
    /// <param name="kernel">Its factors, [49, out, in].</param>
    internal static Tensor Down(Tensor input, Tensor kernel)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToSmaller(OfLarger(input).bmm(kernel.transpose(1, 2)), BlockGrid.OfLarger(input)).MoveToOuterDisposeScope();
    }

    /// <summary>The factors of the kernel: [small, large, 5, 5] to [49, small, large].</summary>
    internal static Tensor OfKernel(Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        return OnBothAxes(KernelFactors, Products, weight).mm(weight.reshape(-1, Kernel.Side * Kernel.Side).t())
            .view(Products * Products, weight.shape[0], weight.shape[1])
            .MoveToOuterDisposeScope();
    }

    /// <summary>The factors of the smaller maps: [N, C, H, W] to [49, blocks, C].</summary>
    private static Tensor OfSmaller(Tensor maps)
    {
        using DisposeScope scope = NewDisposeScope();
        (long blocks, long channels) = (BlockGrid.OfSmaller(maps).Blocks, maps.shape[1]);
        Tensor padded = functional.pad(maps.permute(0, 2, 3, 1), [0, 0, 1, 1, 1, 1]);
        Tensor windows = padded.unfold(1, Window, Block).unfold(2, Window, Block).permute(4, 5, 0, 1, 2, 3);
        return OnBothAxes(WindowFactors, Products, maps).mm(windows.reshape(Window * Window, blocks * channels))
            .view(Products * Products, blocks, channels)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Transposes <see cref="ToLarger"/>: [N, C, 2H, 2W] to [49, blocks, C].</summary>
    private static Tensor OfLarger(Tensor maps)
    {
        using DisposeScope scope = NewDisposeScope();
        (BlockGrid grid, long channels) = (BlockGrid.OfLarger(maps), maps.shape[1]);
        Tensor places = maps.permute(0, 2, 3, 1)
            .reshape(grid.Count, grid.Down, LargeBlock, grid.Across, LargeBlock, channels)
            .permute(2, 4, 0, 1, 3, 5)
            .reshape(LargeBlock * LargeBlock, grid.Blocks * channels);
        return OnBothAxes(BlockSums, LargeBlock, maps).t().mm(places)
            .view(Products * Products, grid.Blocks, channels)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Sums of products [49, blocks, C] to maps [N, C, 2H, 2W].</summary>
    private static Tensor ToLarger(Tensor products, BlockGrid grid) =>
        OnBothAxes(BlockSums, LargeBlock, products).mm(products.view(Products * Products, -1))
            .view(LargeBlock, LargeBlock, grid.Count, grid.Down, grid.Across, products.shape[2])
            .permute(2, 3, 0, 4, 1, 5)
            .reshape(grid.Count, grid.Down * LargeBlock, grid.Across * LargeBlock, products.shape[2])
            .permute(0, 3, 1, 2);

    /// <summary>
    /// Transposes <see cref="OfSmaller"/>: products [49, blocks, C] to maps [N, C, H, W]. Windows overlap by half, so each is
    /// four quarters, and a quarter lands in one of four blocks: its own, the next one down, the next one across, or both.
    /// </summary>
    private static Tensor ToSmaller(Tensor products, BlockGrid grid)
    {
        Tensor windows = OnBothAxes(WindowFactors, Products, products).t().mm(products.view(Products * Products, -1))
            .view(Block, Block, Block, Block, grid.Count, grid.Down, grid.Across, products.shape[2]);
        Tensor? sum = null;
        for (int down = 0; down < 2; down++)
        {
            for (int across = 0; across < 2; across++)
            {
                Tensor quarter = windows.select(2, across).select(0, down).permute(2, 3, 0, 4, 1, 5);
                Tensor placed = functional.pad(quarter, [0, 0, 0, 0, across, 1 - across, 0, 0, down, 1 - down]);
                sum = sum is null ? placed : sum.add_(placed);
            }
        }

        (long height, long width) = (grid.Down * Block, grid.Across * Block);
        return sum!.reshape(grid.Count, height + Block, width + Block, -1)
            .narrow(1, 1, height)
            .narrow(2, 1, width)
            .permute(0, 3, 1, 2);
    }

    private static Tensor OnBothAxes(double[] transform, int rows, Tensor like)
    {
        Tensor matrix = tensor(transform, like.dtype, like.device).view(rows, transform.Length / rows);
        return kron(matrix, matrix);
    }
}
