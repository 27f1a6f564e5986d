using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Computes the exact Wasserstein-1 distance between pairs of one-dimensional samples: the area between their quantile functions.
/// The two samples may differ in size. Owns its tensors.
/// </summary>
internal sealed class Wasserstein : IDisposable
{
    private readonly Tensor? firstIndices;
    private readonly Tensor? secondIndices;
    private readonly Tensor? widths;

    /// <param name="first">Number of values in the first sample of each pair.</param>
    /// <param name="second">Number of values in the second sample of each pair.</param>
    /// <param name="device">Device of the samples.</param>
    internal Wasserstein(long first, long second, Device device)
    {
        if (first == second)
        {
            return;
        }

        using var measuring = new MeasuringScope();

        // In units of 1 / (first · second), both quantile functions step at whole numbers.
        Tensor ends = cat([arange(1, first + 1, 1, int64, device) * second, arange(1, second, 1, int64, device) * first]);
        (Tensor steps, _) = ends.sort();
        Tensor starts = cat([zeros([1], int64, device), steps[..^1]]);

        // If both functions step at the same point, an interval has width 0. At the very end, its index would be out of range.
        firstIndices = starts.floor_divide(second).clamp_max_(first - 1).DetachFromDisposeScope();
        secondIndices = starts.floor_divide(first).clamp_max_(second - 1).DetachFromDisposeScope();
        widths = ((steps - starts).to(float64) / ((double)first * second)).DetachFromDisposeScope();
    }

    /// <summary>Computes the distance on each line.</summary>
    /// <param name="first">[lines, first].</param>
    /// <param name="second">[lines, second].</param>
    /// <returns>[lines], float64.</returns>
    internal Tensor Distances(Tensor first, Tensor second)
    {
        (Tensor one, _) = first.sort(-1);
        (Tensor other, _) = second.sort(-1);
        return widths is null || firstIndices is null || secondIndices is null
            ? (one - other).abs_().to(float64).mean([1])
            : (one.index_select(1, firstIndices) - other.index_select(1, secondIndices)).abs_().to(float64).mv(widths);
    }

    public void Dispose()
    {
        firstIndices?.Dispose();
        secondIndices?.Dispose();
        widths?.Dispose();
    }
}
