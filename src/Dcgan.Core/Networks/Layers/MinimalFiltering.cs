using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The transposed convolution of <see cref="Kernel"/> by minimal filtering (Winograd, 1980; Lavin and Gray, 2016), with 49
/// multiplications for each 4x4 block of the output, where it is 100 otherwise.
/// </summary>
/// <remarks>
/// Along one axis two places of the input make two pairs of the output: the even ones through three taps of the kernel, the
/// odd ones through the two others. F(2, 3) needs 4 multiplications for the former and F(2, 2) 3 for the latter. Both axes
/// together: 7x7 matrix products over the channels, between transforms that only add.
/// </remarks>
internal static class MinimalFiltering
{
    /// <summary>Places of the input along one axis of a block.</summary>
    private const int Block = 2;

    /// <summary>Places of the input along one axis that a block of the output depends on.</summary>
    private const int Window = 4;

    /// <summary>Along one axis.</summary>
    private const int Products = 7;

    /// <summary>From the window's four places to the factors of the seven products.</summary>
    private static readonly double[] OfInput =
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
    private static readonly double[] OfKernel =
    [
        0, 0, 0, 0, 1,
        0.5, 0, 0.5, 0, 0.5,
        0.5, 0, -0.5, 0, 0.5,
        1, 0, 0, 0, 0,
        0, 0, 0, 1, 0,
        0, 1, 0, 1, 0,
        0, 1, 0, 0, 0,
    ];

    /// <summary>From the seven products to four places of the output: even, odd, even, odd.</summary>
    private static readonly double[] ToOutput =
    [
        1, 1, 1, 0, 0, 0, 0,
        0, 0, 0, 0, 1, 1, 0,
        0, 1, -1, -1, 0, 0, 0,
        0, 0, 0, 0, 0, 1, 1,
    ];

    /// <summary>Whether maps of this side can be cut into blocks.</summary>
    internal static bool Fits(long side) => side % Block == 0;

    /// <summary>The factors of the kernel: [in, out, 5, 5] to [49, in, out].</summary>
    internal static Tensor Factors(Tensor weight)
    {
        Tensor transform = Matrix(OfKernel, Products, weight);
        Tensor factors = transform.matmul(weight).matmul(transform.t());
        return factors.permute(2, 3, 0, 1).reshape(Products * Products, weight.shape[0], weight.shape[1]).contiguous();
    }

    /// <summary>Maps [N, in, H, W], of sides that <see cref="Fits"/>, to [N, out, 2H, 2W].</summary>
    /// <param name="input">The maps.</param>
    /// <param name="factors">What <see cref="Factors"/> made of the kernel.</param>
    internal static Tensor Of(Tensor input, Tensor factors)
    {
        (long count, long inChannels, long height, long width) = (input.shape[0], input.shape[1], input.shape[2], input.shape[3]);
        (long down, long across, long outChannels) = (height / Block, width / Block, factors.shape[2]);
        long blocks = count * down * across;

        Tensor padded = functional.pad(input.permute(0, 2, 3, 1), [0, 0, 1, 1, 1, 1]);
        Tensor windows = padded.unfold(1, Window, Block).unfold(2, Window, Block).permute(4, 5, 0, 1, 2, 3);
        Tensor places = windows.reshape(Window * Window, blocks * inChannels);
        Tensor products = OnBothAxes(OfInput, Products, input).mm(places).view(Products * Products, blocks, inChannels).bmm(factors);
        Tensor outputs = OnBothAxes(ToOutput, 2 * Block, input).mm(products.view(Products * Products, blocks * outChannels));
        return outputs.view(2 * Block, 2 * Block, count, down, across, outChannels)
            .permute(2, 3, 0, 4, 1, 5)
            .reshape(count, 2 * height, 2 * width, outChannels)
            .permute(0, 3, 1, 2);
    }

    private static Tensor OnBothAxes(double[] transform, int rows, Tensor like)
    {
        Tensor matrix = Matrix(transform, rows, like);
        return kron(matrix, matrix);
    }

    private static Tensor Matrix(double[] values, int rows, Tensor like) =>
        tensor(values, like.dtype, like.device).view(rows, values.Length / rows);
}
