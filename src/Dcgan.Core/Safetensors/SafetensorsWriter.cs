using System.Text;
using static TorchSharp.torch;

namespace Dcgan.Core.Safetensors;

/// <summary>
/// Writes safetensors files: checks everything, then writes the header, then the tensors directly from their memory.
/// </summary>
internal static class SafetensorsWriter
{
    /// <summary>
    /// Writes tensors and metadata to a file, like <see cref="SafetensorsFile.Write"/>. If <paramref name="digests"/> is given,
    /// also writes the file's digests to the metadata. The data's digest is written last, because the header precedes the data.
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
            inOrder.Select(tensor => (tensor.Name, tensor.Dtype, tensor.Tensor.Sizes())), WithPlaceholder(digests, metadata), digests?.Data);
        byte[] start = header.Bytes.ToArray();
        if (digests is not null)
        {
            HeaderDigest.Insert(start, digests);
        }

        AtomicFile.WriteHandle(path, file =>
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
                RandomAccess.FlushToDisk(file); // Runs while the last pieces are hashed.
                RandomAccess.Write(file, Encoding.ASCII.GetBytes(digest.Text()), header.DigestOffset);
            }
        });
    }

    /// <summary>The metadata with zeros for the header's digest.</summary>
    private static IReadOnlyDictionary<string, string>? WithPlaceholder(DigestKeys? digests, IReadOnlyDictionary<string, string>? metadata) =>
        digests is null
            ? metadata
            : new Dictionary<string, string>(metadata ?? new Dictionary<string, string>()) { [digests.Header] = DataDigest.Zeros };

    /// <summary>
    /// Checks the tensors and sorts them as the reference implementation does: largest alignment first, then by name.
    /// </summary>
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

            if (named.Count == SafetensorsHeader.MaxTensors)
            {
                throw new ArgumentException(
                    $"tensors: a file must have at most {SafetensorsHeader.MaxTensors} tensors but there are more.", nameof(tensors));
            }

            named.Add((name, tensor, SafetensorsDtype.Find(tensor.dtype)!));
        }

        return [.. named
            .OrderBy(tensor => SafetensorsDtype.InWritingOrder.IndexOf(tensor.Dtype))
            .ThenBy(tensor => tensor.Name, StringComparer.Ordinal)];
    }

    private static string? FaultOf(string? name, HashSet<string> names) =>
        string.IsNullOrEmpty(name) ? "the name must not be empty"
        : name == SafetensorsHeader.MetadataName ? "the format reserves this name for its metadata"
        : !SafetensorsHeaderText.IsUnicode(name) ? "the name must be valid Unicode"
        : !names.Add(name) ? "this name occurs twice"
        : null;

    private static string? FaultOf(Tensor? tensor) =>
        tensor is null || tensor.IsInvalid ? "the tensor is null, undefined or disposed"
        : Expect.MissingData(tensor) is string fault ? fault
        : tensor.dim() > SafetensorsHeader.MaxRank ? $"the tensor must have at most {SafetensorsHeader.MaxRank} dimensions but has {tensor.dim()}"
        : SafetensorsDtype.Find(tensor.dtype) is null ? $"the element type must be one that safetensors has ({SafetensorsDtype.Names}) but is {tensor.dtype}"
        : TensorBytes.HasInvalidBool(tensor) ? "a Bool value must be 0 or 1"
        : null;
}
