namespace Dcgan.Core;

/// <summary>How the tensors lie in the data: each as long as its shape says, one after the other, from the first byte to the last.</summary>
internal static class SafetensorsLayout
{
    /// <summary>Puts the entries in the order of their data and checks that they cover all of it.</summary>
    /// <exception cref="CheckpointException">They overlap, leave a hole, or do not fit their shapes or the file.</exception>
    internal static void Check(SafetensorsEntry[] entries, long dataLength, string path)
    {
        Array.Sort(entries, ByPlace);
        long covered = 0;
        for (int i = 0; i < entries.Length; i++)
        {
            SafetensorsEntry entry = entries[i];
            if (entry.Begin != covered)
            {
                string after = i == 0 ? "the data's start" : $"the end of {QuotedText.Of(entries[i - 1].Name)}";
                string fault = entry.Begin < covered ? "overlaps what lies before it" : "leaves a hole before it";
                throw new CheckpointException(
                    path, entry.Name, $"data_offsets begins at {entry.Begin} and {fault}: {after} is at {covered}.");
            }

            CheckLength(entry, path);
            covered = entry.End;
        }

        if (covered != dataLength)
        {
            throw new CheckpointException(
                path, null, $"the tensors take {covered} bytes but {dataLength} follow the header; the file is {(covered > dataLength ? "cut short" : "too long")}.");
        }
    }

    private static void CheckLength(SafetensorsEntry entry, string path)
    {
        if (SafetensorsEntry.ByteLength(entry.Dtype, entry.Shape) is not { } length)
        {
            throw new CheckpointException(
                path, entry.Name, $"shape [{string.Join(", ", entry.Shape)}] of {entry.Dtype.Name} is more bytes than a 64-bit number holds.");
        }

        if (entry.End - entry.Begin != length)
        {
            throw new CheckpointException(
                path,
                entry.Name,
                $"shape [{string.Join(", ", entry.Shape)}] of {entry.Dtype.Name} takes {length} bytes "
                + $"but data_offsets span {entry.End - entry.Begin}.");
        }
    }

    /// <summary>Empty tensors share their place with the one that follows: they go first, in the order of their names.</summary>
    private static int ByPlace(SafetensorsEntry left, SafetensorsEntry right)
    {
        int byBegin = left.Begin.CompareTo(right.Begin);
        int byPlace = byBegin != 0 ? byBegin : left.End.CompareTo(right.End);
        return byPlace != 0 ? byPlace : string.CompareOrdinal(left.Name, right.Name);
    }
}
