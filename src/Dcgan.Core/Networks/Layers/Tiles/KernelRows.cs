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
/// <param name="TileStep">Distance between two rows in the transformed kernel.</param>
/// <param name="PhaseStep">Distance between two phases in the transformed kernel.</param>
internal readonly record struct KernelRows(int Count, long First, long Step, int Channels, long ChannelStep, long TileStep, long PhaseStep)
{
    private const int Taps = Kernel.Side * Kernel.Side;

    /// <summary>Distance between two of the 36 places in the transformed kernel.</summary>
    internal long PlaceStep => (long)Kernel.Phases * Count * Channels;

    /// <summary>A row for each channel of the smaller maps: [36, small, 4·large].</summary>
    internal static KernelRows OfSmall(Tensor kernel, Slice small, Slice large)
    {
        long step = kernel.shape[1] * Taps;
        return new(small.Count, (small.First * step) + (large.First * Taps), step, large.Count, Taps, (long)Kernel.Phases * large.Count, large.Count);
    }

    /// <summary>A row for each channel of the larger maps: [36, 4·large, small].</summary>
    internal static KernelRows OfLarge(Tensor kernel, Slice small, Slice large)
    {
        long step = kernel.shape[1] * Taps;
        return new(large.Count, (small.First * step) + (large.First * Taps), Taps, small.Count, step, small.Count, (long)large.Count * small.Count);
    }
}
