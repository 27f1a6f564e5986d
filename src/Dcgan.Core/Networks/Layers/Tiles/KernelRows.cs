using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// How a kernel, [small, large, 5, 5], is transformed in rows: the kernels of one channel on one side and of many channels on the other
/// side, which are innermost in the transformed kernel.
/// </summary>
/// <param name="Count">Number of rows.</param>
/// <param name="First">Index of the first row in the kernel.</param>
/// <param name="Step">Distance between two rows in the kernel.</param>
/// <param name="Channels">Number of channels of a row.</param>
/// <param name="ChannelStep">Distance between two channels in the kernel.</param>
/// <param name="HasPhasesInColumns">Whether the phases of a row are side by side in the transformed kernel, and not rows of their own.</param>
internal readonly record struct KernelRows(int Count, long First, long Step, int Channels, long ChannelStep, bool HasPhasesInColumns)
{
    private const int Taps = Kernel.Side * Kernel.Side;

    /// <summary>A row for each channel of the smaller maps: small rows and 4·large columns.</summary>
    internal static KernelRows OfSmall(Tensor kernel, Slice small, Slice large)
    {
        long step = kernel.size(1) * Taps;
        return new(small.Count, (small.First * step) + (large.First * Taps), step, large.Count, Taps, HasPhasesInColumns: true);
    }

    /// <summary>A row for each channel of the larger maps: 4·large rows and small columns.</summary>
    internal static KernelRows OfLarge(Tensor kernel, Slice small, Slice large)
    {
        long step = kernel.size(1) * Taps;
        return new(large.Count, (small.First * step) + (large.First * Taps), Taps, small.Count, step, HasPhasesInColumns: false);
    }

    /// <summary>Row and first column of a phase in the transformed kernel.</summary>
    internal (int Row, int Column) Locate(int row, int phase) => HasPhasesInColumns ? (row, phase * Channels) : ((phase * Count) + row, 0);
}
