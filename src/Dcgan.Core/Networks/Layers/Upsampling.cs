using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The transposed convolution with a <see cref="Kernel"/>, [N, in, H, W] to [N, out, 2H, 2W], in the fastest of six equivalent
/// formulations.
/// </summary>
internal static class Upsampling
{
    /// <param name="input">[N, in, H, W]. Its element type is the one that the layer computes in.</param>
    /// <param name="weight">[in, out, k, k], k 4, 5 or 6.</param>
    /// <param name="bias">[out], or null.</param>
    internal static Tensor Of(Tensor input, Tensor weight, Tensor? bias)
    {
        Tensor? addend = bias?.Like(input);
        return FormulationChoice.ForUpsampling(input, weight) switch
        {
            Formulation.Product => Product(input, weight.Like(input), addend),
            Formulation.Phases => Phases(input, weight.Like(input), addend),
            Formulation.MinimalFiltering => Filtered(input, weight.Like(input), addend),
            Formulation.Columns => InColumns(input, weight.Like(input), addend),
            Formulation.Tiles => Tiled(input, weight, addend),
            _ => Direct(input, weight.Like(input), addend),
        };
    }

    internal static Tensor Direct(Tensor input, Tensor weight, Tensor? bias) =>
        functional.conv_transpose2d(input, weight, bias, Kernel.Stride, Kernel.Padding(weight), Kernel.OutputPadding(weight));

    /// <inheritdoc cref="MinimalFiltering.Up"/>
    internal static Tensor Filtered(Tensor input, Tensor weight, Tensor? bias)
    {
        Tensor maps = MinimalFiltering.Up(input, MinimalFiltering.OfKernel(Kernel.Full(weight)));
        return maps.WithBias(bias);
    }

    /// <summary>Minimal filtering over tiles. Transforms the weight itself, without rounding it to the element type of the input.</summary>
    internal static Tensor Tiled(Tensor input, Tensor weight, Tensor? bias)
    {
        Tensor maps = ConvolutionFunctions.Up(input, Kernel.Full(weight), Formulation.Tiles);
        return maps.WithBias(bias);
    }

    /// <inheritdoc cref="ColumnConvolution"/>
    internal static Tensor InColumns(Tensor input, Tensor weight, Tensor? bias) =>
        ConvolutionFunctions.Up(input, weight, Formulation.Columns).WithBias(bias);

    /// <summary>
    /// Computes the contribution of each position to the k·k output positions around it in one matrix product, [N·H·W, in] by
    /// [in, out·k·k]. Fold sums the overlapping contributions.
    /// </summary>
    internal static Tensor Product(Tensor input, Tensor weight, Tensor? bias)
    {
        (long count, long channels, long height, long width) = (input.size(0), input.size(1), input.size(2), input.size(3));
        Tensor positions = input.permute(0, 2, 3, 1).reshape(-1, channels);
        Tensor contributions = positions.mm(weight.view(channels, -1)).view(count, height * width, -1).transpose(1, 2);
        Tensor maps = functional.fold(
            contributions,
            (2 * height, 2 * width),
            (Kernel.SideOf(weight), Kernel.SideOf(weight)),
            padding: (Kernel.Padding(weight)[0], Kernel.Padding(weight)[1]),
            stride: (Kernel.Stride[0], Kernel.Stride[1]));
        return ChannelsLast.Of(maps).WithBias(bias);
    }

    /// <summary>
    /// Computes the four phases of the output as one 3x3 convolution and interleaves them. An output position uses only every
    /// other row and column of the kernel: even or odd, depending on the row and column of the position. Each phase is therefore
    /// a 3x3 convolution of the input.
    /// </summary>
    internal static Tensor Phases(Tensor input, Tensor weight, Tensor? bias) =>
        OfPhases(input, PhaseKernels(weight), bias?.repeat_interleave(Kernel.Phases));

    /// <summary>Computes <see cref="Phases"/> with prepared kernels [4·out, in, 3, 3] and bias [4·out].</summary>
    internal static Tensor OfPhases(Tensor input, Tensor kernels, Tensor? bias) =>
        functional.pixel_shuffle(functional.conv2d(input, kernels, bias, padding: Kernel.PhasePadding), 2);

    /// <summary>Rearranges a kernel into the kernels of the four phases, [in, out, k, k] to [4·out, in, 3, 3].</summary>
    internal static Tensor PhaseKernels(Tensor weight)
    {
        (long inChannels, long outChannels) = (weight.size(0), weight.size(1));

        // Output row 2y + a uses input row y + d with kernel row a + 2 - 2d, for d in {-1, 0, 1}; in a 5x5 kernel, row 5 is zero
        // padding. After the flip, kernel row 5 - k is at 2(d + 1) + (1 - a).
        bool isPadded = Kernel.SideOf(weight) == Kernel.InterpolatingSide;
        Tensor padded = (isPadded ? weight : functional.pad(Kernel.Full(weight), (0, 1, 0, 1))).flip(2, 3);
        Tensor taps = padded.view(inChannels, outChannels, 3, 2, 3, 2).flip(3, 5);
        return taps.permute(1, 3, 5, 0, 2, 4).reshape(Kernel.Phases * outChannels, inChannels, 3, 3);
    }
}
