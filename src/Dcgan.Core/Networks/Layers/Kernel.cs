using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The convolution kernel of the stages: stride 2, and 5x5 as in the reference or 4x4. The reference pads 1 before and 2 after;
/// PyTorch's symmetric padding of 2 with an output padding of 1 is the exact mirror image of the reference's padding and needs no
/// copy. A 4x4 kernel has a padding of 1, as in PyTorch's example: it is a 5x5 kernel whose first row and first column are zero. A 6x6
/// kernel, with a padding of 2, is a 3x3 kernel after interpolation; see <see cref="Interpolating"/>.
/// </summary>
internal static class Kernel
{
    /// <summary>Side of the reference's kernel, which tiles, phases and minimal filtering compute with.</summary>
    internal const int Side = 5;

    /// <summary>Side of the smaller kernel.</summary>
    internal const int EvenSide = 4;

    /// <summary>Side of a kernel that follows interpolation.</summary>
    internal const int InterpolatedSide = 3;

    /// <summary>Side of <see cref="Interpolating"/>.</summary>
    internal const int InterpolatingSide = 6;

    internal static readonly long[] Stride = [2, 2];

    /// <summary>
    /// Number of positions of the larger maps per position of the smaller maps: 2x2. Each of the four phases uses different
    /// elements of the kernel.
    /// </summary>
    internal const int Phases = 4;

    /// <summary>Padding of the 3x3 kernel of each phase.</summary>
    internal static readonly long[] PhasePadding = [1, 1];

    /// <summary>The convolution with (1, 3, 3, 1) / 4, [6, 3]: each column has the taps, one row lower than the column before.</summary>
    private static readonly float[] Interpolation =
    [
        0.25f, 0, 0,
        0.75f, 0.25f, 0,
        0.75f, 0.75f, 0.25f,
        0.25f, 0.75f, 0.75f,
        0, 0.25f, 0.75f,
        0, 0, 0.25f,
    ];

    /// <summary>Side of a kernel, [.., .., side, side].</summary>
    internal static long SideOf(Tensor weight) => weight.size(-1);

    /// <summary>Padding of the larger maps on each side.</summary>
    internal static long[] Padding(Tensor weight) => [(SideOf(weight) - 1) / 2, (SideOf(weight) - 1) / 2];

    /// <summary>Additional padding of the larger maps after the last row and column.</summary>
    internal static long[] OutputPadding(Tensor weight) => [SideOf(weight) % 2, SideOf(weight) % 2];

    /// <summary>The same kernel as a 5x5 kernel.</summary>
    /// <param name="weight">A kernel of 4x4 or 5x5.</param>
    internal static Tensor Full(Tensor weight) => SideOf(weight) == Side ? weight : functional.pad(weight, [1, 0, 1, 0]);

    /// <summary>
    /// The kernel of a transposed convolution that doubles the sides by linear interpolation and then convolves with a 3x3 kernel. Both are
    /// convolutions, so one kernel does both: the convolution of the 3x3 kernel with the interpolation's, (1, 3, 3, 1) / 4 in each direction.
    /// </summary>
    /// <param name="weight">[in, out, 3, 3].</param>
    /// <returns>[in, out, 6, 6].</returns>
    internal static Tensor Interpolating(Tensor weight)
    {
        // A matrix product, because a convolution would round the weights to TF32 on a GPU.
        Tensor interpolation = tensor(Interpolation, InterpolatingSide, InterpolatedSide, weight.dtype, weight.device);
        return interpolation.matmul(weight).matmul(interpolation.t());
    }
}
