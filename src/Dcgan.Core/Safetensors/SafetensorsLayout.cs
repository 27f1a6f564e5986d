namespace Dcgan.Core.Safetensors;

/// <summary>The layout of tensors in the data: contiguous, in order, from the first byte of the data to the last.</summary>
internal static class SafetensorsLayout
{
    /// <summary>
    /// Computes the size of a tensor in bytes; null if the size, or the strides that libtorch computes, would exceed an Int64. A
    /// dimension of size 0 counts as 1 in the strides, so the strides of an empty tensor can overflow too.
    /// </summary>
    internal static long? ByteLength(SafetensorsDtype dtype, IEnumerable<long> shape)
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

    /// <summary>Sorts the tensors by position and checks that they cover the data exactly.</summary>
    /// <exception cref="CheckpointException">
    /// The tensors overlap, leave a gap, or do not match their shapes or the file's length.
    /// </exception>
    internal static void Check(SafetensorsTensor[] tensors, long dataLength, string path)
    {
        Array.Sort(tensors, ByPosition);
        long covered = 0;
        for (int i = 0; i < tensors.Length; i++)
        {
            SafetensorsTensor tensor = tensors[i];
            if (tensor.Begin != covered)
            {
                string before = i == 0 ? "the start of the data" : $"the end of {QuotedText.Of(tensors[i - 1].Name)}";
                string fault = tensor.Begin < covered ? "overlap the data before" : "leave a gap";
                throw new CheckpointException(
                    path, tensor.Name, $"data_offsets begin at {tensor.Begin} and {fault}: {before} is at {covered}.");
            }

            CheckLength(tensor, path);
            covered = tensor.End;
        }

        if (covered != dataLength)
        {
            throw new CheckpointException(
                path, null, $"the tensors take {covered} bytes but the data after the header takes {dataLength}; the file is {(covered > dataLength ? "truncated" : "too long")}.");
        }
    }

    private static void CheckLength(SafetensorsTensor tensor, string path)
    {
        if (ByteLength(tensor.Dtype, tensor.Shape) is not { } length)
        {
            throw new CheckpointException(path, tensor.Name, $"{Shape()} takes more bytes than a signed 64-bit number can hold.");
        }

        if (tensor.ByteLength != length)
        {
            throw new CheckpointException(path, tensor.Name, $"{Shape()} takes {length} bytes but data_offsets span {tensor.ByteLength}.");
        }

        string Shape() => $"shape [{string.Join(", ", tensor.Shape)}] of {tensor.Dtype.Name}";
    }

    /// <summary>
    /// Orders tensors by position. An empty tensor has the same position as the next tensor: empty tensors come first, ordered by
    /// name.
    /// </summary>
    private static int ByPosition(SafetensorsTensor left, SafetensorsTensor right)
    {
        int byBegin = left.Begin.CompareTo(right.Begin);
        int byPosition = byBegin != 0 ? byBegin : left.End.CompareTo(right.End);
        return byPosition != 0 ? byPosition : string.CompareOrdinal(left.Name, right.Name);
    }
}
