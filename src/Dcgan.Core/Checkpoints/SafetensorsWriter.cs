using System.Text;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>Writes safetensors files: checks all, then writes the header, then the tensors from their own memory.</summary>
internal static class SafetensorsWriter
{
    /// <summary>
    /// As <see cref="SafetensorsFile.Write"/>. Given keys, the metadata holds the file's digests under them. The data's place is
    /// kept free at first, since the header goes before the data.
    /// </summary>
    internal static void Write(
        string path,
        IEnumerable<KeyValuePair<string, Tensor>> tensors,
        IReadOnlyDictionary<string, string>? metadata,
        DigestKeys? digests = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(path);
        ArgumentNullException.ThrowIfNull(tensors);
        List<(string Name, Tensor Tensor, SafetensorsDtype Dtype)> inOrder = Checked(tensors);
        SafetensorsHeaderText header = SafetensorsHeaderText.Of(
            inOrder.Select(tensor => (tensor.Name, tensor.Dtype, tensor.Tensor.shape)), WithPlaceFor(digests, metadata), digests?.Data);
        byte[] start = header.Bytes.ToArray();
        if (digests is not null)
        {
            HeaderDigest.Insert(start, digests);
        }

        AtomicFile.Write(path, file =>
        {
            using DataDigest? digest = digests is null ? null : new DataDigest();
            RandomAccess.Write(file, start, 0);
            long offset = start.Length;
            foreach ((_, Tensor tensor, _) in inOrder)
            {
                offset = TensorBytes.Write(file, tensor, offset, digest);
            }

            if (digest is not null)
            {
                RandomAccess.FlushToDisk(file); // While the rest is hashed.
                RandomAccess.Write(file, Encoding.ASCII.GetBytes(digest.Text()), header.DigestOffset);
            }
        });
    }

    private static IReadOnlyDictionary<string, string>? WithPlaceFor(DigestKeys? digests, IReadOnlyDictionary<string, string>? metadata) =>
        digests is null
            ? metadata
            : new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [digests.Header] = DataDigest.Zeros };

    /// <summary>The largest alignment first, then by name, as the reference implementation has them.</summary>
    private static List<(string Name, Tensor Tensor, SafetensorsDtype Dtype)> Checked(IEnumerable<KeyValuePair<string, Tensor>> tensors)
    {
        var names = new HashSet<string>(StringComparer.Ordinal);
        var named = new List<(string Name, Tensor Tensor, SafetensorsDtype Dtype)>();
        foreach ((string name, Tensor tensor) in tensors)
        {
            string? fault = FaultOf(name, names) ?? FaultOf(tensor);
            if (fault is not null)
            {
                throw new ArgumentException($"tensors[{QuotedText.Of(name)}]: {fault}.", nameof(tensors));
            }

            named.Add((name, tensor, SafetensorsTypes.DtypeOf(tensor.dtype)!));
        }

        return [.. named
            .OrderBy(tensor => SafetensorsDtype.InWritingOrder.IndexOf(tensor.Dtype))
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
    }

    private static string? FaultOf(string? name, HashSet<string> names) =>
        string.IsNullOrEmpty(name) ? "a name must not be empty"
        : name == SafetensorsHeader.MetadataName ? "the format keeps this name for its metadata"
        : !SafetensorsHeaderText.IsUnicode(name) ? "a name must be valid Unicode"
        : !names.Add(name) ? "this name is there twice"
        : null;

    private static string? FaultOf(Tensor? tensor) =>
        tensor is null || tensor.IsInvalid ? "the tensor is null, undefined or has been disposed"
        : tensor.is_sparse ? "the tensor is sparse"
        : tensor.is_meta ? "the tensor is on the meta device and has no data"
        : tensor.dim() > SafetensorsEntry.MaxRank ? $"the tensor has {tensor.dim()} dimensions, of at most {SafetensorsEntry.MaxRank}"
        : SafetensorsTypes.DtypeOf(tensor.dtype) is null ? $"the element type {tensor.dtype} is not among those that safetensors has ({SafetensorsDtype.Names})"
        : null;
}
