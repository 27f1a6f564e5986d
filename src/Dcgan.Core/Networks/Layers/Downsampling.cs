using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The strided convolution with a <see cref="Kernel"/>, [N, in, 2H, 2W] to [N, out, H, W], in the fastest of five equivalent
/// formulations.
/// </summary>
internal static class Downsampling
{
    /// <param name="input">[N, in, 2H, 2W]. Its element type is the one that the layer computes in.</param>
    /// <param name="weight">[out, in, k, k], k 4 or 5.</param>
    /// <param name="bias">[out], or null.</param>
    internal static Tensor Of(Tensor input, Tensor weight, Tensor? bias)
    {
        Tensor? addend = bias?.Like(input);
        return FormulationChoice.ForDownsampling(input, weight) switch
        {
            Formulation.Phases => Phases(input, weight.Like(input), addend),
            Formulation.MinimalFiltering => Filtered(input, weight.Like(input), addend),
            Formulation.Columns => InColumns(input, weight.Like(input), addend),
            Formulation.Tiles => Tiled(input, weight, addend),
            _ => Direct(input, weight.Like(input), addend),
        };
    }

    internal static Tensor Direct(Tensor input, Tensor weight, Tensor? bias) =>
        functional.conv2d(input, weight, bias, Kernel.Stride, Kernel.Padding(weight));

    /// <summary>
    /// Rearranges each 2x2 block of the input into one pixel with four times the channels, which turns the strided 5x5
    /// convolution into a 3x3 convolution with stride 1.
    /// </summary>
    internal static Tensor Phases(Tensor input, Tensor weight, Tensor? bias)
    {
        (long outChannels, long inChannels) = (weight.size(0), weight.size(1));

        // Output row y uses input row 2(y + d) + a with kernel row 2(d + 1) + a, for d in {-1, 0, 1}; row 5 is zero padding.
        Tensor taps = functional.pad(Kernel.Full(weight), (0, 1, 0, 1)).view(outChannels, inChannels, 3, 2, 3, 2);
        Tensor kernels = taps.permute(0, 1, 3, 5, 2, 4).reshape(outChannels, 4 * inChannels, 3, 3);
        Tensor blocks = ChannelsLast.Of(functional.pixel_unshuffle(input, 2));
        return functional.conv2d(blocks, kernels, bias, padding: Kernel.PhasePadding);
    }

    /// <inheritdoc cref="MinimalFiltering.Down"/>
    internal static Tensor Filtered(Tensor input, Tensor weight, Tensor? bias)
    {
        Tensor maps = MinimalFiltering.Down(input, MinimalFiltering.OfKernel(Kernel.Full(weight).transpose(0, 1)));
        return maps.WithBias(bias);
    }

    /// <inheritdoc cref="Upsampling.Tiled"/>
    internal static Tensor Tiled(Tensor input, Tensor weight, Tensor? bias)
    {
        Tensor maps = ConvolutionFunctions.Down(input, Kernel.Full(weight), Formulation.Tiles);
        return maps.WithBias(bias);
    }

    /// <inheritdoc cref="ColumnConvolution"/>
    internal static Tensor InColumns(Tensor input, Tensor weight, Tensor? bias) =>
        ConvolutionFunctions.Down(input, weight, Formulation.Columns).WithBias(bias);
}
