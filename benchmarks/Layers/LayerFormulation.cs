using static TorchSharp.torch;

namespace Dcgan.Benchmarks;

/// <summary>One of several ways to compute a layer.</summary>
/// <param name="Suffix">Suffix of the layer's name; empty for libtorch's own operation.</param>
/// <param name="WantsChannelsLastWeight">
/// Whether the weight has the channels_last layout, which oneDNN prefers; otherwise it is contiguous.
/// </param>
/// <param name="Apply">Computes the layer from the input and the weight.</param>
/// <param name="Side">Side of the kernel.</param>
/// <param name="WantsFloat32Weight">Whether the weight is float32 in both precisions.</param>
internal sealed record LayerFormulation(
    string Suffix, bool WantsChannelsLastWeight, Func<Tensor, Tensor, Tensor> Apply, int Side = Kernel.Side, bool WantsFloat32Weight = false)
{
    private static readonly LayerFormulation Convolution = new(
        "", true, (input, weight) => Downsampling.Direct(input, weight, null));

    private static readonly LayerFormulation SmallConvolution = new(
        " with 4x4 kernels", true, (input, weight) => Downsampling.Direct(input, weight, null), Kernel.EvenSide);

    private static readonly LayerFormulation SmallTransposedConvolution = new(
        " with 4x4 kernels", true, (input, weight) => Upsampling.Direct(input, weight, null), Kernel.EvenSide);

    private static readonly LayerFormulation TransposedConvolution = new(
        "", true, (input, weight) => Upsampling.Direct(input, weight, null));

    private static readonly LayerFormulation Product = new(
        " as product", false, (input, weight) => Upsampling.Product(input, weight, null));

    private static readonly LayerFormulation TransposedPhases = new(
        " as phases", false, (input, weight) => Upsampling.Phases(input, weight, null));

    private static readonly LayerFormulation TransposedTiles = new(
        " as tiles", false, (input, weight) => Upsampling.Tiled(input, weight, null), WantsFloat32Weight: true);

    private static readonly LayerFormulation SmallTransposedTiles = new(
        " with 4x4 kernels as tiles", false, (input, weight) => Upsampling.Tiled(input, weight, null), Kernel.EvenSide, WantsFloat32Weight: true);

    private static readonly LayerFormulation TransposedFilter = new(
        " as 49 products", false, (input, weight) => Upsampling.Filtered(input, weight, null));

    private static readonly LayerFormulation ConvolutionTiles = new(
        " as tiles", false, (input, weight) => Downsampling.Tiled(input, weight, null), WantsFloat32Weight: true);

    private static readonly LayerFormulation SmallConvolutionTiles = new(
        " with 4x4 kernels as tiles", false, (input, weight) => Downsampling.Tiled(input, weight, null), Kernel.EvenSide, WantsFloat32Weight: true);

    private static readonly LayerFormulation ConvolutionColumns = new(
        " in columns", true, (input, weight) => Downsampling.InColumns(input, weight, null));

    private static readonly LayerFormulation SmallConvolutionColumns = new(
        " with 4x4 kernels in columns", true, (input, weight) => Downsampling.InColumns(input, weight, null), Kernel.EvenSide);

    private static readonly LayerFormulation TransposedColumns = new(
        " in columns", true, (input, weight) => Upsampling.InColumns(input, weight, null));

    private static readonly LayerFormulation SmallTransposedColumns = new(
        " with 4x4 kernels in columns", true, (input, weight) => Upsampling.InColumns(input, weight, null), Kernel.EvenSide);

    private static readonly LayerFormulation ConvolutionFilter = new(
        " as 49 products", false, (input, weight) => Downsampling.Filtered(input, weight, null));

    private static readonly LayerFormulation ConvolutionPhases = new(
        " as phases", false, (input, weight) => Downsampling.Phases(input, weight, null));

    /// <summary>The formulations of a layer.</summary>
    /// <param name="layer">A convolution or transposed convolution.</param>
    /// <param name="all">Whether to include the library's own formulations besides libtorch's operation.</param>
    internal static IEnumerable<LayerFormulation> Of(LayerShape layer, bool all) => layer.Kind switch
    {
        LayerKind.Convolution when !all => [Convolution],
        LayerKind.Convolution =>
        [
            Convolution, SmallConvolution, ConvolutionPhases, ConvolutionFilter, ConvolutionTiles, SmallConvolutionTiles, ConvolutionColumns,
            SmallConvolutionColumns,
        ],
        LayerKind.TransposedConvolution when !all => [TransposedConvolution],
        LayerKind.TransposedConvolution =>
        [
            TransposedConvolution, SmallTransposedConvolution, Product, TransposedPhases, TransposedFilter, TransposedTiles, SmallTransposedTiles,
            TransposedColumns, SmallTransposedColumns,
        ],
        _ => throw new ArgumentOutOfRangeException(nameof(layer), layer, null),
    };
}
