namespace Dcgan.Core;

/// <summary>Some of a tensor's images or channels.</summary>
/// <param name="First">Index of the first one.</param>
/// <param name="Count">How many.</param>
internal readonly record struct Slice(int First, int Count)
{
    /// <summary>Cuts a count into slices of about the same size, none larger than <paramref name="most"/>.</summary>
    /// <param name="count">The whole, at least 1.</param>
    /// <param name="most">Largest size of a slice. Sizes are multiples of <paramref name="unit"/>, except at the end.</param>
    /// <param name="unit">Smallest size of a slice.</param>
    internal static Slice[] Cut(int count, long most, int unit = 1)
    {
        long units = (count + unit - 1) / unit;
        long slices = Math.Min(units, (units + Math.Max(1, most / unit) - 1) / Math.Max(1, most / unit));
        var cut = new Slice[slices];
        for (long index = 0; index < slices; index++)
        {
            int first = (int)(units * index / slices) * unit;
            int end = (int)Math.Min(count, units * (index + 1) / slices * unit);
            cut[index] = new Slice(first, end - first);
        }

        return cut;
    }
}
