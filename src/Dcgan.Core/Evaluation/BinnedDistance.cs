using System.Buffers;
using System.Numerics;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Computes the Wasserstein-1 distance between two large one-dimensional samples without sorting them: several times as fast as
/// sorting both, with the same result except for rounding in float32.
/// </summary>
/// <remarks>
/// The distance is the area between the two distribution functions. The range of the samples is divided into bins. If one function
/// lies above the other in a whole bin, the area in the bin follows from the numbers and the sums of the bin's values. Only the
/// values in the other bins, a few percent, are sorted.
/// </remarks>
internal static class BinnedDistance
{
    /// <summary>Smallest size of both samples for which bins are faster than sorting.</summary>
    internal const int MinimumCount = 1 << 14;

    /// <summary>Mean number of values in a bin, as a power of two.</summary>
    private const int ValuesPerBinBits = 3;
    private const int MaximumBinBits = 16;

    /// <summary>The values are scaled to [0, 2²⁶), which loses none of float32's 24 bits.</summary>
    private const int ValueBits = 26;
    private const float Top = (1 << ValueBits) - 4; // the largest float32 below

    /// <summary>A bin holds its number of values in the upper bits, and the sum of their distances to its lower edge below.</summary>
    private const int SumBits = 40;
    private const ulong One = 1UL << SumBits;
    private const int MaximumCount = (1 << (64 - SumBits)) - 1;

    /// <summary>Number of values whose positions are computed at a time.</summary>
    private const int Part = 512;

    /// <summary>Computes the distance if the samples have a suitable size and a finite range. Overwrites both samples.</summary>
    /// <returns>The distance; null if the samples are not suitable, which are then unchanged.</returns>
    internal static double? TryMeasure(Span<float> first, Span<float> second)
    {
        int smaller = Math.Min(first.Length, second.Length);
        if (smaller < MinimumCount || Math.Max(first.Length, second.Length) > MaximumCount)
        {
            return null;
        }

        (float low, float high) = Range(second, Range(first, (first[0], first[0])));
        double range = (double)high - low;
        if (!float.IsFinite((float)range))
        {
            return null;
        }

        float scale = (float)(Top / range);
        if (!float.IsFinite(scale))
        {
            // Only rounding errors differ. They are too small for a reciprocal.
            return range == 0 ? 0 : null;
        }

        int bits = Math.Min(MaximumBinBits, BitOperations.Log2((uint)smaller) - ValuesPerBinBits);
        ulong[] bins = ArrayPool<ulong>.Shared.Rent(1 << bits);
        ulong[] others = ArrayPool<ulong>.Shared.Rent(1 << bits);
        try
        {
            Span<ulong> firstBins = bins.AsSpan(0, 1 << bits);
            Span<ulong> secondBins = others.AsSpan(0, 1 << bits);
            Fill(first, firstBins, low, scale);
            Fill(second, secondBins, low, scale);
            return Area(first, second, firstBins, secondBins) / scale;
        }
        finally
        {
            ArrayPool<ulong>.Shared.Return(bins);
            ArrayPool<ulong>.Shared.Return(others);
        }
    }

    /// <summary>Extends a range to all values. It becomes NaN if a value is.</summary>
    private static (float Low, float High) Range(ReadOnlySpan<float> values, (float Low, float High) range)
    {
        var low = new Vector<float>(range.Low);
        var high = new Vector<float>(range.High);
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            var part = new Vector<float>(values[i..]);
            low = Vector.Min(low, part);
            high = Vector.Max(high, part);
        }

        for (int lane = 0; lane < Vector<float>.Count; lane++)
        {
            range = (Math.Min(range.Low, low[lane]), Math.Max(range.High, high[lane]));
        }

        for (; i < values.Length; i++)
        {
            range = (Math.Min(range.Low, values[i]), Math.Max(range.High, values[i]));
        }

        return range;
    }

    /// <summary>Scales values to [0, 2²⁶) in place, and counts and sums them in bins.</summary>
    private static void Fill(Span<float> values, Span<ulong> bins, float low, float scale)
    {
        bins.Clear();
        int shift = Shift(bins);
        uint within = (1u << shift) - 1;
        Span<int> positions = stackalloc int[Part];
        for (int start = 0; start < values.Length; start += Part)
        {
            Span<float> part = values[start..Math.Min(start + Part, values.Length)];
            Scale(part, positions, low, scale);
            foreach (int position in positions[..part.Length])
            {
                bins[position >> shift] += One | ((uint)position & within);
            }
        }
    }

    private static void Scale(Span<float> values, Span<int> positions, float low, float scale)
    {
        int i = 0;
        for (; i <= values.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector<float> scaled = Vector.Min((new Vector<float>(values[i..]) - new Vector<float>(low)) * scale, new Vector<float>(Top));
            scaled.CopyTo(values[i..]);
            Vector.ConvertToInt32Native(scaled).CopyTo(positions[i..]);
        }

        for (; i < values.Length; i++)
        {
            values[i] = Math.Min((values[i] - low) * scale, Top);
            positions[i] = (int)values[i];
        }
    }

    /// <summary>Computes the area between the distribution functions of scaled samples. Overwrites the samples.</summary>
    private static double Area(Span<float> first, Span<float> second, ReadOnlySpan<ulong> firstBins, ReadOnlySpan<ulong> secondBins)
    {
        // The difference of the functions, in units of 1 / (first · rise), rises at each value of the first sample and falls at each
        // value of the second.
        (long rise, long fall) = first.Length == second.Length ? (1, 1) : (second.Length, first.Length);
        double width = 1 << Shift(firstBins);
        byte[] crossings = ArrayPool<byte>.Shared.Rent(firstBins.Length);
        try
        {
            Span<byte> crossed = crossings.AsSpan(0, firstBins.Length);
            double area = 0;
            long difference = 0;
            for (int bin = 0; bin < firstBins.Length; bin++)
            {
                (long risen, long fallen) = (rise * Count(firstBins[bin]), fall * Count(secondBins[bin]));
                bool oneSign = difference >= fallen || difference <= -risen;
                if (oneSign)
                {
                    double values = ((double)rise * Sum(firstBins[bin])) - ((double)fall * Sum(secondBins[bin]));
                    area += Math.Abs(((difference + risen - fallen) * width) - values);
                }

                crossed[bin] = oneSign ? (byte)0 : (byte)1;
                difference += risen - fallen;
            }

            int shift = Shift(firstBins);
            Span<float> rising = Keep(first, crossed, shift);
            Span<float> falling = Keep(second, crossed, shift);
            FloatSort.Sort(rising);
            FloatSort.Sort(falling);
            area += CrossedArea(rising, falling, firstBins, secondBins, crossed, rise, fall);
            return area / first.Length / rise;
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(crossings);
        }
    }

    /// <summary>Moves the values in crossed bins to the start.</summary>
    private static Span<float> Keep(Span<float> values, ReadOnlySpan<byte> crossed, int shift)
    {
        int kept = 0;
        foreach (float value in values)
        {
            // Without a branch, which the processor could not predict.
            values[kept] = value;
            kept += crossed[float.ConvertToIntegerNative<int>(value) >> shift];
        }

        return values[..kept];
    }

    /// <summary>Computes the area in the crossed bins from their sorted values.</summary>
    private static double CrossedArea(
        ReadOnlySpan<float> rising,
        ReadOnlySpan<float> falling,
        ReadOnlySpan<ulong> firstBins,
        ReadOnlySpan<ulong> secondBins,
        ReadOnlySpan<byte> crossed,
        long rise,
        long fall)
    {
        int width = 1 << Shift(firstBins);
        double area = 0;
        long difference = 0;
        for (int bin = 0; bin < firstBins.Length; bin++)
        {
            (int count, int otherCount) = (Count(firstBins[bin]), Count(secondBins[bin]));
            if (crossed[bin] == 0)
            {
                difference += (rise * count) - (fall * otherCount);
                continue;
            }

            ReadOnlySpan<float> ups = rising[..count];
            ReadOnlySpan<float> downs = falling[..otherCount];
            rising = rising[count..];
            falling = falling[otherCount..];
            double position = (double)bin * width;
            while (ups.Length + downs.Length > 0)
            {
                bool up = downs.IsEmpty || (!ups.IsEmpty && ups[0] <= downs[0]);
                float next = up ? ups[0] : downs[0];
                area += Math.Abs(difference) * (next - position);
                position = next;
                if (up)
                {
                    difference += rise;
                    ups = ups[1..];
                }
                else
                {
                    difference -= fall;
                    downs = downs[1..];
                }
            }

            area += Math.Abs(difference) * (((bin + 1.0) * width) - position);
        }

        return area;
    }

    private static int Shift(ReadOnlySpan<ulong> bins) => ValueBits - BitOperations.Log2((uint)bins.Length);

    private static int Count(ulong bin) => (int)(bin >> SumBits);

    private static long Sum(ulong bin) => (long)(bin & (One - 1));
}
