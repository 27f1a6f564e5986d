using System.Numerics;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Divides the real numbers into intervals: equal parts of (-1, 1) in v / (scale + |v|), where v is the distance from the center.
/// Samples of most shapes have similar numbers of values in all intervals.
/// </summary>
internal readonly struct ValueIntervals
{
    /// <summary>Number of intervals.</summary>
    internal const int Count = 2 * Half;

    private const int Half = 1 << 12;

    /// <summary>Number of values that determine the center and the scale.</summary>
    private const int Probes = 1024;

    private readonly float center;
    private readonly float scale;

    /// <param name="values">At least one finite value.</param>
    internal ValueIntervals(ReadOnlySpan<float> values)
    {
        Span<float> probes = stackalloc float[Probes];
        for (int i = 0; i < Probes; i++)
        {
            probes[i] = values[(int)((long)i * values.Length / Probes)];
        }

        probes.Sort();
        center = probes[Probes / 2];
        foreach (ref float probe in probes)
        {
            probe = MathF.Abs(probe - center);
        }

        // The median, so that long tails do not make the intervals in the middle wide. It is 0 if half of the values are equal.
        probes.Sort();
        scale = probes[Probes / 2] > 0 ? probes[Probes / 2] : probes[^1];
    }

    /// <summary>Whether the values that were looked at differ, but not by more than float32 can express.</summary>
    internal bool IsUsable => float.IsNormal(scale) && float.IsFinite(2 * (Math.Abs(center) + scale));

    /// <summary>The upper end of an interval. The last one ends at the largest number.</summary>
    internal double End(int interval)
    {
        double part = (interval + 1 - Half) / (double)Half;
        return part < 1 ? center + (scale * part / (1 - Math.Abs(part))) : double.MaxValue;
    }

    /// <summary>Finds the intervals of values. A larger value is never in a lower interval. Rounding may move a value across the nearest end.</summary>
    /// <param name="values">Finite values.</param>
    /// <param name="intervals">Receives the interval of each value, in [0, <see cref="Count"/>).</param>
    internal void Find(ReadOnlySpan<float> values, Span<int> intervals)
    {
        var centers = new Vector<float>(center);
        var scales = new Vector<float>(scale);
        var half = new Vector<float>(Half);
        var last = new Vector<float>(Count - 1);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> distances = new Vector<float>(values[i..]) - centers;
            Vector<float> parts = distances / (scales + Vector.Abs(distances));
            Vector.ConvertToInt32Native(Vector.Min((parts * half) + half, last)).CopyTo(intervals[i..]);
        }

        // The same operations, rounded in the same way.
        for (; i < values.Length; i++)
        {
            float distance = values[i] - center;
            float part = distance / (scale + MathF.Abs(distance));
            intervals[i] = (int)MathF.Min((part * Half) + Half, Count - 1);
        }
    }
}
