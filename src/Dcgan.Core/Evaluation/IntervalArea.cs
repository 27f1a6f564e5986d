using System.Buffers;
using System.Numerics;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Computes the area between the distribution functions of two samples, which is their Wasserstein-1 distance. Most values need not
/// be sorted: where one function stays above the other in an interval, the number and the sum of the values in it determine the
/// area. Only the values of the other intervals are sorted. Areas are in units of 1 / (values of one · values of the other), in
/// which the difference of the functions is a whole number.
/// </summary>
internal static class IntervalArea
{
    /// <summary>With fewer values, sorting all of them is faster. With more, their places would overflow.</summary>
    private const int Fewest = 1 << 14;

    private const int Most = 1 << 30;

    private const int Block = 2048;

    /// <summary>Whether samples of these sizes can be measured, and not faster otherwise.</summary>
    internal static bool IsFor(int first, int second) => Math.Min(first, second) is >= Fewest and < Most;

    /// <summary>Computes the area.</summary>
    /// <param name="first">Finite values.</param>
    /// <param name="second">Finite values.</param>
    /// <param name="intervals">Usable intervals.</param>
    internal static double Measure(ReadOnlySpan<float> first, ReadOnlySpan<float> second, ValueIntervals intervals)
    {
        Content[] ones = ArrayPool<Content>.Shared.Rent(ValueIntervals.Count);
        Content[] others = ArrayPool<Content>.Shared.Rent(ValueIntervals.Count);
        int[] places = ArrayPool<int>.Shared.Rent(ValueIntervals.Count);
        int[] otherPlaces = ArrayPool<int>.Shared.Rent(ValueIntervals.Count);
        float[] kept = ArrayPool<float>.Shared.Rent(first.Length + 1);
        float[] keptOthers = ArrayPool<float>.Shared.Rent(second.Length + 1);
        try
        {
            Sum(first, ones, intervals);
            Sum(second, others, intervals);
            double area = WithoutCrossing(ones, others, places, otherPlaces, (second.Length, first.Length), intervals);
            Keep(first, kept, places, intervals);
            Keep(second, keptOthers, otherPlaces, intervals);
            return area + WithCrossing(kept, keptOthers, ones, others, places, (second.Length, first.Length), intervals);
        }
        finally
        {
            ArrayPool<Content>.Shared.Return(ones);
            ArrayPool<Content>.Shared.Return(others);
            ArrayPool<int>.Shared.Return(places);
            ArrayPool<int>.Shared.Return(otherPlaces);
            ArrayPool<float>.Shared.Return(kept);
            ArrayPool<float>.Shared.Return(keptOthers);
        }
    }

    /// <summary>Computes the area from start to end by walking through all values.</summary>
    /// <param name="first">In ascending order.</param>
    /// <param name="second">In ascending order.</param>
    /// <param name="steps">How far the difference of the functions rises at a value of one sample, and falls at one of the other.</param>
    /// <param name="difference">The difference at the start.</param>
    /// <param name="start">At most the first value.</param>
    /// <param name="end">At least the last value.</param>
    internal static double Walk<T>(
        ReadOnlySpan<T> first, ReadOnlySpan<T> second, (long Up, long Down) steps, long difference, double start, double end)
        where T : unmanaged, INumber<T>
    {
        double area = 0;
        for (int i = 0, j = 0; i < first.Length || j < second.Length;)
        {
            bool isFirst = j == second.Length || (i < first.Length && first[i] <= second[j]);
            double next = double.CreateTruncating(isFirst ? first[i] : second[j]);
            area += Math.Abs(difference) * (next - start);
            start = next;
            difference += isFirst ? steps.Up : -steps.Down;
            (i, j) = isFirst ? (i + 1, j) : (i, j + 1);
        }

        return area + (Math.Abs(difference) * (end - start));
    }

    private static void Sum(ReadOnlySpan<float> values, Span<Content> contents, ValueIntervals intervals)
    {
        contents = contents[..ValueIntervals.Count];
        contents.Clear();
        Span<int> found = stackalloc int[Block];
        while (!values.IsEmpty)
        {
            ReadOnlySpan<float> block = NextBlock(ref values);
            intervals.Find(block, found);
            for (int i = 0; i < block.Length; i++)
            {
                ref Content content = ref contents[found[i]];
                content.Count++;
                content.Sum += block[i];
            }
        }
    }

    /// <summary>
    /// Adds up the areas of the intervals in which the functions do not cross. Assigns places to the values of the others.
    /// </summary>
    private static double WithoutCrossing(
        ReadOnlySpan<Content> first,
        ReadOnlySpan<Content> second,
        Span<int> places,
        Span<int> otherPlaces,
        (long Up, long Down) steps,
        ValueIntervals intervals)
    {
        double area = 0;
        long difference = 0;
        (int place, int otherPlace) = (1, 1);
        double start = double.MinValue;
        for (int i = 0; i < ValueIntervals.Count; i++)
        {
            (Content one, Content other) = (first[i], second[i]);
            (long up, long down) = (one.Count * steps.Up, other.Count * steps.Down);
            double end = intervals.End(i);
            if (i == ValueIntervals.Count - 1 || (difference < down && difference + up > 0))
            {
                (places[i], otherPlaces[i]) = (Kept(place), Kept(otherPlace));
                place += one.Count;
                otherPlace += other.Count;
            }
            else
            {
                (places[i], otherPlaces[i]) = (0, 0);
                area += Math.Abs((difference * (end - start))
                    + (steps.Up * ((one.Count * end) - one.Sum))
                    - (steps.Down * ((other.Count * end) - other.Sum)));
            }

            start = end;
            difference += up - down;
        }

        return area;
    }

    /// <summary>Copies the values that have places, interval by interval. All others go to place 0.</summary>
    private static void Keep(ReadOnlySpan<float> values, Span<float> kept, Span<int> places, ValueIntervals intervals)
    {
        Span<int> found = stackalloc int[Block];
        while (!values.IsEmpty)
        {
            ReadOnlySpan<float> block = NextBlock(ref values);
            intervals.Find(block, found);
            for (int i = 0; i < block.Length; i++)
            {
                // Without a branch, which could not be predicted.
                ref int place = ref places[found[i]];
                kept[place >> 1] = block[i];
                place += (place & 1) << 1;
            }
        }
    }

    /// <summary>A place whose lowest bit says that it advances with each value.</summary>
    private static int Kept(int place) => (place << 1) | 1;

    private static double WithCrossing(
        Span<float> kept,
        Span<float> keptOthers,
        ReadOnlySpan<Content> ones,
        ReadOnlySpan<Content> others,
        ReadOnlySpan<int> places,
        (long Up, long Down) steps,
        ValueIntervals intervals)
    {
        double area = 0;
        long difference = 0;
        (int place, int otherPlace) = (1, 1);
        double start = double.MinValue;
        for (int i = 0; i < ValueIntervals.Count; i++)
        {
            (int count, int otherCount) = (ones[i].Count, others[i].Count);
            if (places[i] != 0 && count + otherCount > 0)
            {
                Span<float> first = kept.Slice(place, count);
                Span<float> second = keptOthers.Slice(otherPlace, otherCount);
                FloatSort.Sort(first);
                FloatSort.Sort(second);
                area += Walk<float>(first, second, steps, difference, start, intervals.End(i));
                place += count;
                otherPlace += otherCount;
            }

            start = intervals.End(i);
            difference += (count * steps.Up) - (otherCount * steps.Down);
        }

        return area;
    }

    private static ReadOnlySpan<float> NextBlock(ref ReadOnlySpan<float> values)
    {
        ReadOnlySpan<float> block = values[..Math.Min(Block, values.Length)];
        values = values[block.Length..];
        return block;
    }

    /// <summary>Number and sum of the values of a sample in an interval.</summary>
    private struct Content
    {
        internal int Count;
        internal double Sum;
    }
}
