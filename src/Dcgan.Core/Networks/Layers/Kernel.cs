using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace Dcgan.Core;

/// <summary>
/// The convolution kernel of the stages: stride 2, and 5x5 as in the reference or 4x4. The reference pads 1 before and 2 after;
/// PyTorch's symmetric padding of 2 with an output padding of 1 is the exact mirror image of the reference's padding and needs no
/// copy. A 4x4 kernel has a padding of 1, as in PyTorch's example: it is a 5x5 kernel whose first row and first column are zero.
/// </summary>
internal static class Kernel
{
    /// <summary>Side of the reference's kernel, which the formulations other than libtorch's compute with.</summary>
    internal const int Side = 5;

    /// <summary>Side of the smaller kernel.</summary>
    internal const int EvenSide = 4;

    internal static readonly long[] Stride = [2, 2];

    /// <summary>
    /// Number of positions of the larger maps per position of the smaller maps: 2x2. Each of the four phases uses different
    /// elements of the kernel.
    /// </summary>
    internal const int Phases = 4;

    /// <summary>Padding of the 3x3 kernel of each phase.</summary>
    internal static readonly long[] PhasePadding = [1, 1];

    /// <summary>Side of a kernel, [.., .., side, side].</summary>
    internal static long SideOf(Tensor weight) => weight.shape[^1];

    /// <summary>Padding of the larger maps on each side.</summary>
    internal static long[] Padding(Tensor weight) => SideOf(weight) == Side ? [2, 2] : [1, 1];

    /// <summary>Additional padding of the larger maps after the last row and column.</summary>
    internal static long[] OutputPadding(Tensor weight) => SideOf(weight) == Side ? [1, 1] : [0, 0];

    /// <summary>The same kernel as a 5x5 kernel.</summary>
    internal static Tensor Full(Tensor weight) => SideOf(weight) == Side ? weight : functional.pad(weight, [1, 0, 1, 0]);
}
