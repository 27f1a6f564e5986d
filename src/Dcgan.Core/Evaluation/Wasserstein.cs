using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
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
        if (first == second || device.type == DeviceType.CPU)
        {
            return;
        }

        using var measuring = new MeasuringScope();

        // In units of 1 / (first · second), both quantile functions step at whole numbers.
        Tensor ends = cat([ScalarOperators.Arange(1, first + 1, device).Mul(second), ScalarOperators.Arange(1, second, device).Mul(first)]);
        (Tensor steps, _) = ends.sort();
        Tensor starts = cat([zeros([1], int64, device), steps[..^1]]);

        // If both functions step at the same point, an interval has width 0. At the very end, its index would be out of range.
        firstIndices = starts.FloorDivide(second).ClampMax_(first - 1).DetachFromDisposeScope();
        secondIndices = starts.FloorDivide(first).ClampMax_(second - 1).DetachFromDisposeScope();
        widths = (steps - starts).to(float64).Div((double)first * second).DetachFromDisposeScope();
    }

    /// <summary>Computes the distance on each line.</summary>
    /// <param name="first">[lines, first], float32 or float64, contiguous; on the CPU its lines are overwritten.</param>
    /// <param name="second">[lines, second]; likewise.</param>
    /// <returns>One distance for each line.</returns>
    internal double[] Distances(Tensor first, Tensor second)
    {
        if (first.device_type != DeviceType.CPU)
        {
            return DeviceDistances(first, second).cpu().data<double>().ToArray();
        }

        double[] distances = new double[first.size(0)];
        Parallel.For(
            0,
            distances.Length,
            new ParallelOptions { MaxDegreeOfParallelism = get_num_threads() },
            line =>
            {
                using Tensor one = first.select(0, line);
                using Tensor other = second.select(0, line);
                distances[line] = one.dtype == float64
                    ? Distance(Values<double>(one), Values<double>(other), values => values.Sort())
                    : Distance(Values<float>(one), Values<float>(other));
            });
        return distances;
    }

    public void Dispose()
    {
        firstIndices?.Dispose();
        secondIndices?.Dispose();
        widths?.Dispose();
    }

    private static Span<T> Values<T>(Tensor line)
        where T : unmanaged => MemoryMarshal.Cast<byte, T>(line.bytes);

    private static double Distance(Span<float> first, Span<float> second) =>
        BinnedDistance.TryMeasure(first, second) ?? Distance(first, second, FloatSort.Sort);

    private static double Distance<T>(Span<T> first, Span<T> second, SpanAction<T> sort)
        where T : unmanaged, INumber<T>
    {
        sort(first);
        sort(second);
        return first.Length == second.Length ? MeanDifference(first, second) : Area(first, second);
    }

    private static double MeanDifference<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second)
        where T : unmanaged, INumber<T>
    {
        double sum = 0;
        for (int i = 0; i < first.Length; i++)
        {
            sum += double.CreateTruncating(T.Abs(first[i] - second[i]));
        }

        return sum / first.Length;
    }

    private static double Area<T>(ReadOnlySpan<T> first, ReadOnlySpan<T> second)
        where T : unmanaged, INumber<T>
    {
        // In units of 1 / (first · second), both quantile functions step at whole numbers.
        double sum = 0;
        long start = 0;
        for (int i = 0, j = 0; i < first.Length && j < second.Length;)
        {
            long end = (i + 1L) * second.Length;
            long otherEnd = (j + 1L) * first.Length;
            long step = Math.Min(end, otherEnd);
            sum += (step - start) * double.CreateTruncating(T.Abs(first[i] - second[j]));
            start = step;
            i += end == step ? 1 : 0;
            j += otherEnd == step ? 1 : 0;
        }

        return sum / ((double)first.Length * second.Length);
    }

    private Tensor DeviceDistances(Tensor first, Tensor second)
    {
        (Tensor one, _) = first.sort(-1);
        (Tensor other, _) = second.sort(-1);
        return widths is null || firstIndices is null || secondIndices is null
            ? (one - other).abs_().to(float64).mean([1])
            : (one.index_select(1, firstIndices) - other.index_select(1, secondIndices)).abs_().to(float64).mv(widths);
    }

    private delegate void SpanAction<T>(Span<T> values);
}
