namespace Dcgan.Core;

/// <summary>
/// The kernel of every stage, as in the reference: 5x5, stride 2, "SAME" padding. The reference pads 1 before and 2 after;
/// PyTorch's symmetric padding of 2 with output padding of 1 is its exact mirror image and needs no copy.
/// </summary>
internal static class Kernel
{
    internal const int Side = 5;

    internal static readonly long[] Stride = [2, 2];

    internal static readonly long[] Padding = [2, 2];

    internal static readonly long[] OutputPadding = [1, 1];

    /// <summary>
    /// Positions of the larger maps for each position of the smaller ones: 2x2, each with its own elements of the kernel.
    /// </summary>
    internal const int Phases = 4;

    /// <summary>Padding of the 3x3 kernel of each phase.</summary>
    internal static readonly long[] PhasePadding = [1, 1];
}
