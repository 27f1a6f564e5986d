using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The convolution and the transposed convolution with a <see cref="Kernel"/>, and the gradient of both with respect to the kernel, by
/// minimal filtering over tiles: 144 multiplications where the direct way has 400. No gradients; see <see cref="ConvolutionFunctions"/>.
/// </summary>
/// <remarks>
/// <para>
/// The four phases of the larger maps are 3x3 convolutions of the smaller maps, so that F(4x4, 3x3) applies (Winograd, 1980; Lavin and
/// Gray, 2016): one transform of the smaller maps serves all phases. All three computations are 36 matrix products of two of the same
/// three factors: the transformed smaller maps [36, tiles, small], kernel [36, small, 4·large] and larger maps [36, tiles, 4·large].
/// </para>
/// <para>
/// Transforms are computed where they are used and not kept for the backward pass, and only for some images and channels at a time: to
/// read the maps once more is cheaper than the memory.
/// </para>
/// </remarks>
internal static class TileConvolution
{
    /// <summary>
    /// Largest transformed kernel at a time, in bytes. The products of a narrower slice are up to a fifth slower; a wider one gains
    /// nothing and takes more memory. The sum of a gradient in bfloat16 is float32 and takes twice as much.
    /// </summary>
    private const long MostKernelBytes = 64 << 20;

    /// <summary>
    /// Largest transformed maps at a time, in bytes, if the transformed kernel is whole. With a quarter of it, products read the kernel
    /// four times as often.
    /// </summary>
    private const long MostMapBytes = 64 << 20;

    /// <summary>
    /// Largest transformed maps at a time, in bytes, if the transformed kernel is cut. Each part of the maps transforms the kernel
    /// again, so there should be one part.
    /// </summary>
    private const long MostMapBytesWithCutKernel = 128 << 20;

    /// <summary>Channels are cut into multiples of this number: whole panels.</summary>
    private const int ChannelUnit = PanelProduct.Columns;

    /// <summary>Computes the transposed convolution, smaller maps to larger maps.</summary>
    /// <param name="small">[N, small, H, W].</param>
    /// <param name="kernel">[small, large, 5, 5].</param>
    /// <param name="products">The way of the matrix products; null for the fastest.</param>
    internal static Tensor Up(Tensor small, Tensor kernel, TileProducts? products = null)
    {
        using TileMemory.Scope scope = new();
        using IDisposable noGradients = no_grad();
        var grid = TileGrid.OfSmaller(small, kernel.size(1));
        (Tensor maps, Tensor taps) = (ChannelsLast.Pixels(small), Taps(kernel, small.dtype));
        Tensor result = TileBuffers.Maps(grid.LargeShape, small.dtype);
        TileProducts way = products ?? TileProductsExtensions.FastestFor(grid, small.dtype);
        ForEachPart(
            maps,
            grid,
            CutKernel(grid.Large, grid.Small, small),
            slice => way.KernelForUp(taps, grid.AllSmall, slice, small.dtype),
            images => SmallerTiles.Of(maps, grid, images, grid.AllSmall),
            (images, slice, factors, tiles) => LargerTiles.To(way.Up(tiles, factors), grid, images, slice, result));
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Computes the convolution, larger maps to smaller maps.</summary>
    /// <param name="large">[N, large, 2H, 2W].</param>
    /// <param name="kernel">[small, large, 5, 5].</param>
    /// <param name="products">The way of the matrix products; null for the fastest.</param>
    internal static Tensor Down(Tensor large, Tensor kernel, TileProducts? products = null)
    {
        using TileMemory.Scope scope = new();
        using IDisposable noGradients = no_grad();
        var grid = TileGrid.OfLarger(large, kernel.size(0));
        (Tensor maps, Tensor taps) = (ChannelsLast.Pixels(large), Taps(kernel, large.dtype));
        Tensor result = TileBuffers.Maps(grid.SmallShape, large.dtype);
        TileProducts way = products ?? TileProductsExtensions.FastestFor(grid, large.dtype);
        ForEachPart(
            maps,
            grid,
            CutKernel(grid.Small, grid.Large, large),
            slice => way.KernelForDown(taps, slice, grid.AllLarge, large.dtype),
            images => LargerTiles.Of(maps, grid, images, grid.AllLarge, TileLayout.ByRows(grid.TilesOf(images), Kernel.Phases * grid.Large)),
            (images, slice, factors, tiles) => SmallerTiles.To(way.Down(tiles, factors), grid, images, slice, result));
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Computes the gradient with respect to the kernel, [small, large, 5, 5].</summary>
    /// <param name="small">The smaller maps, or their gradient, [N, small, H, W].</param>
    /// <param name="large">The gradient of the larger maps, or the larger maps, [N, large, 2H, 2W].</param>
    /// <param name="products">The way of the matrix products; null for the fastest.</param>
    internal static Tensor KernelGradient(Tensor small, Tensor large, TileProducts? products = null)
    {
        using TileMemory.Scope scope = new();
        using IDisposable noGradients = no_grad();
        var grid = TileGrid.OfSmaller(small, large.size(1));
        (Tensor smallMaps, Tensor largeMaps) = (ChannelsLast.Pixels(small), ChannelsLast.Pixels(large));
        Tensor result = TileBuffers.Empty(grid.KernelShape, KernelType(small.dtype));
        Slice[] slices = CutKernel(grid.Small, grid.Large, small);
        Slice[] parts = CutImages(grid, slices, small);
        TileProducts way = products ?? TileProductsExtensions.FastestFor(grid, small.dtype);
        int phases = Kernel.Phases * grid.Large;
        Tensor TransformLarge(Slice images) =>
            LargerTiles.Of(largeMaps, grid, images, grid.AllLarge, way.LayoutOfSecond(grid.TilesOf(images), phases));
        Tensor? whole = parts.Length == 1 ? TransformLarge(grid.AllImages) : null;
        foreach (Slice slice in slices)
        {
            using TileMemory.Scope sums = new();
            Tensor? sum = way.EmptyGradient(slice.Count, phases);
            foreach (Slice images in parts)
            {
                using TileMemory.Scope temporaries = new();
                Tensor tiles = SmallerTiles.Of(smallMaps, grid, images, slice);
                bool isOnly = parts.Length == 1;
                Tensor added = way.AddGradient(tiles, whole ?? TransformLarge(images), sum, isFirst: images.First == 0, isOnly);
                sum ??= added.MoveToOuterDisposeScope();
            }

            KernelTiles.To(sum!, slice, grid.AllLarge, TileLayout.ByRows(slice.Count, phases), result);
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The kernel that is transformed for maps of an element type.</summary>
    private static Tensor Taps(Tensor kernel, ScalarType type) => kernel.to(KernelType(type)).contiguous();

    /// <summary>The element type of a kernel and its gradient: float32 also if the maps are bfloat16.</summary>
    private static ScalarType KernelType(ScalarType type) => type == ScalarType.BFloat16 ? ScalarType.Float32 : type;

    /// <summary>Cuts the channels on one side of a kernel so that a slice of the transformed kernel is not too large.</summary>
    private static Slice[] CutKernel(int channels, int otherChannels, Tensor maps) =>
        Slice.Cut(channels, MostKernelBytes / ((long)TileGrid.Products * Kernel.Phases * otherChannels * maps.element_size()), ChannelUnit);

    private static Slice[] CutImages(TileGrid grid, Slice[] kernelSlices, Tensor maps)
    {
        long most = kernelSlices.Length == 1 ? MostMapBytes : MostMapBytesWithCutKernel;
        long imageBytes = (long)TileGrid.Products * grid.TilesOfImage * (grid.Small + (Kernel.Phases * grid.Large)) * maps.element_size();
        return Slice.Cut(grid.Images, most / imageBytes);
    }

    /// <summary>Runs a computation for each part of the images and each slice of the kernel.</summary>
    /// <param name="maps">The maps that are transformed.</param>
    /// <param name="grid">The sizes.</param>
    /// <param name="slices">The slices of the kernel.</param>
    /// <param name="transformKernel">Makes the factors of a slice.</param>
    /// <param name="transformMaps">Makes the tiles of a part, which serve all slices.</param>
    /// <param name="compute">Takes the images of a part, a slice, its factors and the part's tiles.</param>
    private static void ForEachPart(
        Tensor maps,
        TileGrid grid,
        Slice[] slices,
        Func<Slice, Tensor> transformKernel,
        Func<Slice, Tensor> transformMaps,
        Action<Slice, Slice, Tensor, Tensor> compute)
    {
        using TileMemory.Scope kernel = new();
        Tensor? whole = slices.Length == 1 ? transformKernel(slices[0]) : null;
        foreach (Slice images in CutImages(grid, slices, maps))
        {
            using TileMemory.Scope part = new();
            Tensor tiles = transformMaps(images);
            foreach (Slice slice in slices)
            {
                using TileMemory.Scope temporaries = new();
                compute(images, slice, whole ?? transformKernel(slice), tiles);
            }
        }
    }
}
