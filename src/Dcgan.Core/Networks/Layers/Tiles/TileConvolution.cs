using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The convolution and the transposed convolution with a <see cref="Kernel"/>, and the gradient of both with respect to the kernel, by
/// minimal filtering over tiles: 144 multiplications where the direct way has 400. No gradients; see <see cref="TileFunctions"/>.
/// </summary>
/// <remarks>
/// <para>
/// The four phases of the larger maps are 3x3 convolutions of the smaller maps, so that F(4x4, 3x3) applies (Winograd, 1980; Lavin and
/// Gray, 2016): one transform of the smaller maps serves all phases. All three computations are 36 matrix products of two of the same
/// three factors: the transformed smaller maps [36, tiles, small], kernel [36, small, 4·large] and larger maps [36, tiles, 4·large].
/// </para>
/// <para>
/// Transforms are computed where they are used and not kept for the backward pass, and only for so many images and channels at a time
/// that they stay in the cache: to read the maps once more is cheaper than the memory.
/// </para>
/// </remarks>
internal static class TileConvolution
{
    /// <summary>Largest transformed kernel at a time, in bytes: about the cache that the cores of a desktop processor share.</summary>
    private const long MostKernelBytes = 32 << 20;

    /// <summary>Largest transformed maps at a time, in bytes, if the transformed kernel is whole.</summary>
    private const long MostMapBytes = 16 << 20;

    /// <summary>
    /// Largest transformed maps at a time, in bytes, if the transformed kernel is cut. Each part of the maps transforms the kernel
    /// again, so there should be one part.
    /// </summary>
    private const long MostMapBytesWithCutKernel = 128 << 20;

    /// <summary>Channels are cut into multiples of this number, which fill the vectors of every processor.</summary>
    private const int ChannelUnit = 16;

    /// <summary>Computes the transposed convolution, smaller maps to larger maps.</summary>
    /// <param name="small">[N, small, H, W].</param>
    /// <param name="kernel">[small, large, 5, 5].</param>
    /// <param name="products">The way of the matrix products; null for the fastest.</param>
    internal static Tensor Up(Tensor small, Tensor kernel, TileProducts? products = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        var grid = TileGrid.OfSmaller(small, kernel.shape[1]);
        Tensor taps = kernel.contiguous();
        Tensor maps = Pixels(small);
        Tensor result = TileBuffers.Maps(grid.LargeShape, small);
        TileProducts way = products ?? TileProductsExtensions.Fastest;
        ForEachPart(
            grid,
            CutKernel(grid.Large, grid.Small),
            slice => way.KernelForUp(taps, grid.AllSmall, slice),
            images => SmallerTiles.Of(maps, grid, images, grid.AllSmall, way),
            (images, slice, factors, tiles) => LargerTiles.To(way.Up(tiles, factors), grid, images, slice, result, way));
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Computes the convolution, larger maps to smaller maps.</summary>
    /// <param name="large">[N, large, 2H, 2W].</param>
    /// <param name="kernel">[small, large, 5, 5].</param>
    /// <param name="products">The way of the matrix products; null for the fastest.</param>
    internal static Tensor Down(Tensor large, Tensor kernel, TileProducts? products = null)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        var grid = TileGrid.OfLarger(large, kernel.shape[0]);
        (Tensor maps, Tensor taps) = (Pixels(large), kernel.contiguous());
        Tensor result = TileBuffers.Maps(grid.SmallShape, large);
        TileProducts way = products ?? TileProductsExtensions.Fastest;
        ForEachPart(
            grid,
            CutKernel(grid.Small, grid.Large),
            slice => KernelTiles.Of(taps, slice, grid.AllLarge),
            images => LargerTiles.Of(maps, grid, images, grid.AllLarge, way),
            (images, slice, factors, tiles) => SmallerTiles.To(way.Down(tiles, factors), grid, images, slice, result, way));
        return result.MoveToOuterDisposeScope();
    }

    /// <summary>Computes the gradient with respect to the kernel, [small, large, 5, 5].</summary>
    /// <param name="small">The smaller maps, or their gradient, [N, small, H, W].</param>
    /// <param name="large">The gradient of the larger maps, or the larger maps, [N, large, 2H, 2W].</param>
    internal static Tensor KernelGradient(Tensor small, Tensor large)
    {
        using DisposeScope scope = NewDisposeScope();
        using IDisposable noGradients = no_grad();
        var grid = TileGrid.OfSmaller(small, large.shape[1]);
        (Tensor smallMaps, Tensor largeMaps) = (Pixels(small), Pixels(large));
        Tensor result = TileBuffers.Empty(grid.KernelShape, small);
        Slice[] slices = CutKernel(grid.Small, grid.Large);
        Slice[] parts = CutImages(grid, slices);
        Tensor? whole = parts.Length == 1 ? LargerTiles.Of(largeMaps, grid, grid.AllImages, grid.AllLarge) : null;
        foreach (Slice slice in slices)
        {
            using DisposeScope sums = NewDisposeScope();
            Tensor? sum = null;
            foreach (Slice images in parts)
            {
                using DisposeScope temporaries = NewDisposeScope();
                Tensor tiles = whole ?? LargerTiles.Of(largeMaps, grid, images, grid.AllLarge);
                Tensor products = SmallerTiles.Of(smallMaps, grid, images, slice).transpose(1, 2).bmm(tiles);
                sum = sum is null ? products.MoveToOuterDisposeScope() : sum.add_(products);
            }

            KernelTiles.To(sum!, slice, grid.AllLarge, result);
        }

        return result.MoveToOuterDisposeScope();
    }

    /// <summary>The maps with the channels innermost, [N, H, W, C], contiguous.</summary>
    private static Tensor Pixels(Tensor maps) => maps.permute(0, 2, 3, 1).contiguous();

    /// <summary>Cuts the channels on one side of a kernel so that a slice of the transformed kernel is not too large.</summary>
    private static Slice[] CutKernel(int channels, int otherChannels) =>
        Slice.Cut(channels, MostKernelBytes / ((long)TileGrid.Products * Kernel.Phases * otherChannels * sizeof(float)), ChannelUnit);

    private static Slice[] CutImages(TileGrid grid, Slice[] kernelSlices)
    {
        long most = kernelSlices.Length == 1 ? MostMapBytes : MostMapBytesWithCutKernel;
        long imageBytes = (long)TileGrid.Products * grid.TilesOfImage * (grid.Small + (Kernel.Phases * grid.Large)) * sizeof(float);
        return Slice.Cut(grid.Images, most / imageBytes);
    }

    /// <summary>Runs a computation for each part of the images and each slice of the kernel.</summary>
    /// <param name="grid">The sizes.</param>
    /// <param name="slices">The slices of the kernel.</param>
    /// <param name="transformKernel">Makes the factors of a slice.</param>
    /// <param name="transformMaps">Makes the tiles of a part, which serve all slices.</param>
    /// <param name="compute">Takes the images of a part, a slice, its factors and the part's tiles.</param>
    private static void ForEachPart(
        TileGrid grid,
        Slice[] slices,
        Func<Slice, Tensor> transformKernel,
        Func<Slice, Tensor> transformMaps,
        Action<Slice, Slice, Tensor, Tensor> compute)
    {
        using DisposeScope kernel = NewDisposeScope();
        Tensor? whole = slices.Length == 1 ? transformKernel(slices[0]) : null;
        foreach (Slice images in CutImages(grid, slices))
        {
            using DisposeScope part = NewDisposeScope();
            Tensor tiles = transformMaps(images);
            foreach (Slice slice in slices)
            {
                using DisposeScope temporaries = NewDisposeScope();
                compute(images, slice, whole ?? transformKernel(slice), tiles);
            }
        }
    }
}
