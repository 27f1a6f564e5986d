using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A convolution of maps without gradients: its direction, formulation and sizes.</summary>
/// <param name="IsUp">Whether it goes from smaller to larger maps.</param>
/// <param name="Formulation">Tiles or columns.</param>
/// <param name="Grid">The sizes of the maps.</param>
/// <param name="Side">Side of the kernel.</param>
internal sealed record ConvolutionDirection(bool IsUp, Formulation Formulation, TileGrid Grid, long Side)
{
    internal long[] OutputShape => IsUp ? Grid.LargeShape : Grid.SmallShape;

    internal static ConvolutionDirection Up(Tensor small, Tensor kernel, Formulation formulation) =>
        new(IsUp: true, formulation, TileGrid.OfSmaller(small, kernel.size(1)), Kernel.SideOf(kernel));

    internal static ConvolutionDirection Down(Tensor large, Tensor kernel, Formulation formulation) =>
        new(IsUp: false, formulation, TileGrid.OfLarger(large, kernel.size(0)), Kernel.SideOf(kernel));

    /// <summary>Computes the convolution.</summary>
    internal Tensor Of(Tensor maps, Tensor kernel) => (Formulation, IsUp) switch
    {
        (Formulation.Tiles, true) => TileConvolution.Up(maps, kernel),
        (Formulation.Tiles, false) => TileConvolution.Down(maps, kernel),
        (Formulation.Columns, true) => ColumnConvolution.Up(maps, kernel),
        (Formulation.Columns, false) => ColumnConvolution.Down(maps, kernel),
        _ => throw NoNodes(),
    };

    /// <summary>Computes the gradient with respect to the kernel.</summary>
    internal Tensor KernelGradient(Tensor small, Tensor large) => Formulation switch
    {
        Formulation.Tiles => TileConvolution.KernelGradient(small, large),
        Formulation.Columns => ColumnConvolution.KernelGradient(small, large, Side),
        _ => throw NoNodes(),
    };

    private NotSupportedException NoNodes() => new($"There are no nodes for the formulation {Formulation}.");
}
