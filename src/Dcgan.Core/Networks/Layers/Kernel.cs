namespace Dcgan.Core;

/// <summary>
/// The reference's kernel in every stage: 5x5, stride 2, "SAME". The reference pads 1 before and 2 after; PyTorch's
/// symmetric padding of 2 with 1 of output padding is its exact mirror image, and costs no copy.
/// </summary>
internal static class Kernel
{
    internal const int Side = 5;

    internal static readonly long[] Stride = [2, 2];

    internal static readonly long[] Padding = [2, 2];

    internal static readonly long[] OutputPadding = [1, 1];

    /// <summary>Places of the larger maps for each place of the smaller, each of which sees taps of its own.</summary>
    internal const int Phases = 4;

    /// <summary>Of the 3x3 kernel that each phase of the larger maps sees.</summary>
    internal static readonly long[] PhasePadding = [1, 1];
}
