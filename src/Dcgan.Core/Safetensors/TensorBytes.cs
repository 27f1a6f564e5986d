using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Safetensors;

/// <summary>
/// Copies tensor memory to and from a file in pieces. A span is limited to 2 GB, but a tensor is not. For a strided tensor or a
/// tensor on another device, only one piece is copied at a time.
/// </summary>
internal static class TensorBytes
{
    /// <summary>Number of bytes per piece: large enough for the disk, small enough for the cache of a few cores.</summary>
    private const long PieceLength = 8 << 20;

    /// <summary>Reads a tensor of a file whose header has been checked.</summary>
    /// <exception cref="CheckpointException">
    /// The file was truncated, a BOOL value is neither 0 nor 1, or memory is exhausted.
    /// </exception>
    internal static Tensor Read(SafeFileHandle file, long dataStart, SafetensorsTensor entry, string path, DataDigest? digest = null)
    {
        Tensor tensor = Allocate(entry, path);
        try
        {
            long offset = dataStart + entry.Begin;
            ForEachPiece(tensor, piece =>
            {
                Span<byte> bytes = piece.bytes;
                FileBytes.ReadExactly(file, bytes, offset, path);
                offset += bytes.Length;
                if (entry.Type == ScalarType.Bool && HasInvalidBool(bytes))
                {
                    throw new CheckpointException(path, entry.Name, "a BOOL value must be 0 or 1.");
                }

                digest?.Append(piece);
            });
            return tensor;
        }
        catch
        {
            tensor.Dispose();
            throw;
        }
    }

    /// <summary>Writes the elements of a tensor in row-major order.</summary>
    /// <returns>The offset after the last byte.</returns>
    internal static long Write(SafeFileHandle file, Tensor tensor, long offset, DataDigest? digest)
    {
        Task previousPiece = Task.CompletedTask;
        bool copies = !tensor.is_contiguous() || tensor.device_type != DeviceType.CPU || tensor.is_conj() || tensor.is_neg();
        ForEachPiece(tensor, piece =>
        {
            Task hashing = digest?.Append(piece) ?? Task.CompletedTask;
            Span<byte> bytes = piece.bytes;
            RandomAccess.Write(file, bytes, offset);
            offset += bytes.Length;
            if (copies)
            {
                previousPiece.GetAwaiter().GetResult(); // Otherwise the copies of a whole tensor would accumulate.
                previousPiece = hashing;
            }
        });
        return offset;
    }

    /// <summary>
    /// Returns whether a Bool tensor has a value other than 0 and 1. Some native code treats such a value as true, other code as
    /// false. Returns false for other types.
    /// </summary>
    internal static bool HasInvalidBool(Tensor tensor)
    {
        bool invalid = false;
        if (tensor.dtype == ScalarType.Bool)
        {
            ForEachPiece(tensor, piece => invalid |= HasInvalidBool(piece.bytes));
        }

        return invalid;
    }

    private static bool HasInvalidBool(ReadOnlySpan<byte> bytes) => bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) >= 0;

    /// <summary>
    /// Passes the elements of a tensor to an action in row-major order, in contiguous pieces on the CPU. The pieces are views if
    /// the tensor's memory already has this layout.
    /// </summary>
    private static void ForEachPiece(Tensor tensor, Action<Tensor> use)
    {
        using DisposeScope scope = NewDisposeScope();
        Tensor detached = tensor.detach();
        Split(detached.is_contiguous() ? detached.view(-1) : detached, use);
    }

    private static void Split(Tensor tensor, Action<Tensor> use)
    {
        if (tensor.numel() == 0)
        {
            return; // An empty tensor's memory is a null pointer.
        }

        if (tensor.numel() * tensor.element_size() <= PieceLength)
        {
            // A conjugated or negated view is marked by a flag; its memory holds the original values.
            use(tensor.resolve_conj().resolve_neg().contiguous().cpu());
            return;
        }

        long rows = tensor.size(0);
        long rowLength = tensor.numel() / rows * tensor.element_size();
        long step = Math.Max(1, PieceLength / rowLength);
        for (long row = 0; row < rows; row += step)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor part = tensor.narrow(0, row, Math.Min(step, rows - row));
            Split(rowLength > PieceLength ? part.squeeze(0) : part, use);
        }
    }

    private static Tensor Allocate(SafetensorsTensor entry, string path)
    {
        NativeBackend.EnsureLoaded();
        try
        {
            return empty([.. entry.Shape], entry.Type, CPU);
        }
        catch (ExternalException error)
        {
            throw new CheckpointException(path, entry.Name, $"not enough memory for its {entry.ByteLength} bytes.", error);
        }
    }
}
