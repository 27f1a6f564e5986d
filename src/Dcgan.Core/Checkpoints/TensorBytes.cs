using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Tensors' memory to and from a file, a piece at a time: a span ends at 2 GB and a tensor does not, and a piece is all that a
/// strided tensor, or one of another device, needs a copy of.
/// </summary>
internal static class TensorBytes
{
    /// <summary>Large enough for the disk, small enough for the cache of a few cores, in bytes.</summary>
    private const long PieceLength = 8 << 20;

    /// <summary>Reads a tensor of a checked header.</summary>
    /// <exception cref="CheckpointException">The file has been shortened, a BOOL is neither 0 nor 1, or there is no memory.</exception>
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
                if (entry.Type == ScalarType.Bool && bytes.IndexOfAnyExceptInRange((byte)0, (byte)1) >= 0)
                {
                    // Native code may take a third value for true here and for false there.
                    throw new CheckpointException(path, entry.Name, "a BOOL must be 0 or 1.");
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

    /// <summary>Writes a tensor's elements, contiguous.</summary>
    /// <returns>The offset after them.</returns>
    internal static long Write(SafeFileHandle file, Tensor tensor, long offset, DataDigest? digest)
    {
        Task oneBehind = Task.CompletedTask;
        bool copies = !tensor.is_contiguous() || tensor.device_type != DeviceType.CPU || tensor.is_conj() || tensor.is_neg();
        ForEachPiece(tensor, piece =>
        {
            Task hashing = digest?.Append(piece) ?? Task.CompletedTask;
            Span<byte> bytes = piece.bytes;
            RandomAccess.Write(file, bytes, offset);
            offset += bytes.Length;
            if (copies)
            {
                oneBehind.GetAwaiter().GetResult(); // Or the copies of a whole tensor would pile up.
                oneBehind = hashing;
            }
        });
        return offset;
    }

    /// <summary>Hands out a tensor's elements in order, in contiguous pieces on the CPU; views of its own memory where that lies so.</summary>
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
            return; // Empty memory is null.
        }

        if (tensor.numel() * tensor.element_size() <= PieceLength)
        {
            // A conjugate or negated view says so by a flag, and its memory holds the numbers unchanged.
            use(tensor.resolve_conj().resolve_neg().contiguous().cpu());
            return;
        }

        long rows = tensor.shape[0];
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
            throw new CheckpointException(path, entry.Name, $"there is no memory for its {entry.ByteLength} bytes.", error);
        }
    }
}
