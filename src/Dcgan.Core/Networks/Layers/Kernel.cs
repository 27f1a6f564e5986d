namespace Dcgan.Core;

/// <summary>
/// The convolution kernel of every stage, as in the reference: 5x5, stride 2, "SAME" padding. The reference pads 1 before and 2
/// after; PyTorch's symmetric padding of 2 with an output padding of 1 is the exact mirror image of the reference's padding and
/// needs no copy.
/// </summary>
internal static class Kernel
{
    internal const int Side = 5;

    internal static readonly long[] Stride = [2, 2];

    internal static readonly long[] Padding = [2, 2];

    internal static readonly long[] OutputPadding = [1, 1];

    /// <summary>
    /// Number of positions of the larger maps per position of the smaller maps: 2x2. Each of the four phases uses different
    /// elements of the kernel.
    /// </summary>
    internal const int Phases = 4;

    /// <summary>Padding of the 3x3 kernel of each phase.</summary>
    internal static readonly long[] PhasePadding = [1, 1];
}
