namespace Dcgan.Core;

/// <summary>What a header says of one tensor.</summary>
/// <param name="Name">Not empty.</param>
/// <param name="Dtype">Of its elements.</param>
/// <param name="Shape">Sizes of at least 0; none for a scalar.</param>
/// <param name="Begin">Its first byte, from the start of the data.</param>
/// <param name="End">The byte after its last.</param>
internal sealed record SafetensorsEntry(string Name, SafetensorsDtype Dtype, long[] Shape, long Begin, long End)
{
    /// <summary>As many as libtorch's own loops over elements take.</summary>
    internal const int MaxRank = 64;

    /// <summary>
    /// The bytes that a tensor takes; null where they, or the strides that libtorch works out, are more than an Int64. Strides
    /// take a size of 0 for 1, so an overflow counts in an empty tensor too.
    /// </summary>
    internal static long? ByteLength(SafetensorsDtype dtype, ReadOnlySpan<long> shape)
    {
        long bytes = dtype.Size;
        bool empty = false;
        foreach (long size in shape)
        {
            empty |= size == 0;
            if (Math.BigMul(bytes, Math.Max(size, 1), out bytes) != 0 || bytes < 0)
            {
                return null;
            }
        }

        return empty ? 0 : bytes;
    }
}
