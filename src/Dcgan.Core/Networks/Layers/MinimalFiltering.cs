using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The convolution and the transposed convolution with a <see cref="Kernel"/>, computed by minimal filtering (Winograd, 1980;
/// Lavin and Gray, 2016): 49 multiplications instead of 100 for each 4x4 block of the larger maps.
/// </summary>
/// <remarks>
/// <para>
/// Along one axis, two positions of the smaller maps give two even and two odd positions of the larger maps. The even positions
/// use three taps of the kernel: F(2, 3) with 4 multiplications. The odd positions use the other two taps: F(2, 2) with 3
/// multiplications. Over both axes, this gives 7x7 matrix products over the channels, between transforms that only add. The
/// downsampling convolution is the transpose of the upsampling convolution: it applies the transposed steps in reverse order.
/// </para>
/// <para>
/// The coefficients of the transforms are 0, ±1 and ±1/2. Rounding errors grow by a factor of about 3: in bfloat16, the relative
/// error of a layer is about 6e-3 instead of 2e-3.
/// </para>
/// </remarks>
internal static class MinimalFiltering
{
    /// <summary>Number of positions of the smaller maps in a block, along one axis.</summary>
    internal const int Block = 2;

    /// <summary>Number of positions of the larger maps in a block, along one axis.</summary>
    internal const int LargeBlock = 4;

    /// <summary>Number of positions of the smaller maps that a block of the larger maps depends on, along one axis.</summary>
    private const int Window = 4;

    /// <summary>Number of products of a block, along one axis.</summary>
    private const int Products = 7;

    /// <summary>Transform of a window's four positions of the smaller maps to the first factors of the seven products.</summary>
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

    /// <summary>
    /// Transform of the kernel's five taps to the second factors of the seven products: taps 4, 2, 0 give the even outputs; taps
    /// 3, 1 give the odd outputs.
    /// </summary>
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

    /// <summary>Transform of the seven products to four positions of the larger maps: even, odd, even, odd.</summary>
    private static readonly double[] BlockSums =
    [
        1, 1, 1, 0, 0, 0, 0,
        0, 0, 0, 0, 1, 1, 0,
        0, 1, -1, -1, 0, 0, 0,
        0, 0, 0, 0, 0, 1, 1,
    ];

    /// <summary>Whether smaller maps of this size can be cut into blocks.</summary>
    internal static bool Fits(long height, long width) => height % Block == 0 && width % Block == 0;

    /// <summary>Computes the transposed convolution, [N, in, H, W] to [N, out, 2H, 2W].</summary>
    /// <param name="input">The smaller maps, of a size that <see cref="Fits"/>.</param>
    /// <param name="kernel">The transformed kernel, [49, in, out].</param>
    internal static Tensor Up(Tensor input, Tensor kernel)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToLarger(OfSmaller(input).bmm(kernel), BlockGrid.OfSmaller(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the transposed convolution as <see cref="Up"/> does, without gradients, by <see cref="PanelProduct"/>.</summary>
    /// <param name="input">The smaller maps, of a size that <see cref="Fits"/>.</param>
    /// <param name="panels">The transformed kernel, [49, in, out], by <see cref="PanelProduct.ToPanels"/>.</param>
    internal static Tensor UpInPanels(Tensor input, Tensor panels)
    {
        using TileMemory.Scope scope = new();
        return ToLarger(PanelProduct.Multiply(OfSmaller(input), panels), BlockGrid.OfSmaller(input)).MoveToOuterDisposeScope();
    }

    /// <summary>Computes the convolution, [N, in, 2H, 2W] to [N, out, H, W].</summary>
    /// <param name="input">The larger maps, with H and W of a size that <see cref="Fits"/>.</param>
    /// <param name="kernel">The transformed kernel, [49, in, out].</param>
    internal static Tensor Down(Tensor input, Tensor kernel)
    {
        using DisposeScope scope = NewDisposeScope();
        return ToSmaller(OfLarger(input).bmm(kernel), BlockGrid.OfLarger(input)).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Transforms a kernel, [in, out, 5, 5] to [49, in, out]. A kernel for <see cref="Down"/> has the channels of the larger maps first: if
    /// the result were transposed instead, the backward pass would copy its gradient, twice as many values, in the slowest order.
    /// </summary>
    internal static Tensor OfKernel(Tensor weight)
    {
        using DisposeScope scope = NewDisposeScope();
        return OnBothAxes(KernelFactors, Products, weight).mm(weight.reshape(-1, Kernel.Side * Kernel.Side).t())
            .view(Products * Products, weight.size(0), weight.size(1))
            .MoveToOuterDisposeScope();
    }

    /// <summary>Transforms smaller maps, [N, C, H, W] to [49, blocks, C].</summary>
    private static Tensor OfSmaller(Tensor maps)
    {
        using DisposeScope scope = NewDisposeScope();
        (long blocks, long channels) = (BlockGrid.OfSmaller(maps).Blocks, maps.size(1));
        Tensor padded = functional.pad(maps.permute(0, 2, 3, 1), [0, 0, 1, 1, 1, 1]);
        Tensor windows = padded.unfold(1, Window, Block).unfold(2, Window, Block).permute(4, 5, 0, 1, 2, 3);
        return OnBothAxes(WindowFactors, Products, maps).mm(windows.reshape(Window * Window, blocks * channels))
            .view(Products * Products, blocks, channels)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Applies the transpose of <see cref="ToLarger"/> to larger maps, [N, C, 2H, 2W] to [49, blocks, C].</summary>
    private static Tensor OfLarger(Tensor maps)
    {
        using DisposeScope scope = NewDisposeScope();
        (BlockGrid grid, long channels) = (BlockGrid.OfLarger(maps), maps.size(1));
        Tensor positions = maps.permute(0, 2, 3, 1)
            .reshape(grid.Count, grid.Down, LargeBlock, grid.Across, LargeBlock, channels)
            .permute(2, 4, 0, 1, 3, 5)
            .reshape(LargeBlock * LargeBlock, grid.Blocks * channels);
        return OnBothAxes(BlockSums, LargeBlock, maps).t().mm(positions)
            .view(Products * Products, grid.Blocks, channels)
            .MoveToOuterDisposeScope();
    }

    /// <summary>Sums products into larger maps, [49, blocks, C] to [N, C, 2H, 2W].</summary>
    private static Tensor ToLarger(Tensor products, BlockGrid grid) =>
        OnBothAxes(BlockSums, LargeBlock, products).mm(products.view(Products * Products, -1))
            .view(LargeBlock, LargeBlock, grid.Count, grid.Down, grid.Across, products.size(2))
            .permute(2, 3, 0, 4, 1, 5)
            .reshape(grid.Count, grid.Down * LargeBlock, grid.Across * LargeBlock, products.size(2))
            .permute(0, 3, 1, 2);

    /// <summary>
    /// Applies the transpose of <see cref="OfSmaller"/> to products, [49, blocks, C] to [N, C, H, W]. Windows overlap by half, so
    /// each quarter of a window is added to one of four blocks: the window's block, or the next block down, across, or both.
    /// </summary>
    private static Tensor ToSmaller(Tensor products, BlockGrid grid)
    {
        Tensor windows = OnBothAxes(WindowFactors, Products, products).t().mm(products.view(Products * Products, -1))
            .view(Block, Block, Block, Block, grid.Count, grid.Down, grid.Across, products.size(2));
        Tensor? sum = null;
        for (int down = 0; down < 2; down++)
        {
            for (int across = 0; across < 2; across++)
            {
                Tensor quarter = windows.select(2, across).select(0, down).permute(2, 3, 0, 4, 1, 5);
                Tensor placed = functional.pad(quarter, [0, 0, 0, 0, across, 1 - across, 0, 0, down, 1 - down]);
                sum = sum is null ? placed : sum.Add_(placed);
            }
        }

        (long height, long width) = (grid.Down * Block, grid.Across * Block);

        // Contiguous, because batch normalization takes a slow path for maps with gaps between their lines.
        return sum!.reshape(grid.Count, height + Block, width + Block, -1)
            .narrow(1, 1, height)
            .narrow(2, 1, width)
            .contiguous()
            .permute(0, 3, 1, 2);
    }

    /// <summary>Gets the matrix that applies a transform along both the height and the width.</summary>
    private static Tensor OnBothAxes(double[] transform, int rows, Tensor like)
    {
        Tensor matrix = tensor(transform, like.dtype, like.device).view(rows, transform.Length / rows);
        return kron(matrix, matrix);
    }
}
