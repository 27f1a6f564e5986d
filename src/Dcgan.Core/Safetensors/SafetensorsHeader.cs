using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core.Safetensors;

/// <summary>
/// The checked header of a safetensors file. The file contains 8 bytes of header length (little-endian), the header as JSON, and
/// the tensors' data. Each number from the file is compared with the file size before it determines the size of an allocation.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>Maximum size of a header in bytes, as in the reference implementation.</summary>
    internal const int MaxLength = 100_000_000;

    /// <summary>
    /// Maximum number of tensors, far above the number in any model. An entry takes about three times the memory of its text: 18
    /// MB for this number of empty tensors.
    /// </summary>
    internal const int MaxTensors = 100_000;

    /// <summary>Maximum number of dimensions, as in libtorch's loops over elements.</summary>
    internal const int MaxRank = 64;

    /// <summary>Size in bytes of the header length at the start of the file.</summary>
    internal const int LengthSize = sizeof(ulong);

    internal const string MetadataName = "__metadata__";

    private SafetensorsHeader(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafetensorsTensor> tensors, long dataStart)
    {
        Metadata = metadata;
        Tensors = tensors;
        DataStart = dataStart;
    }

    internal IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>All tensors in the order of their data. They cover the data without overlaps or gaps.</summary>
    internal IReadOnlyList<SafetensorsTensor> Tensors { get; }

    /// <summary>Offset of the data's first byte in the file.</summary>
    internal long DataStart { get; }

    /// <summary>Reads and checks the header of an open file. The path is used in messages only.</summary>
    /// <exception cref="CheckpointException">The header violates a rule of the format.</exception>
    internal static SafetensorsHeader Read(SafeFileHandle file, string path)
    {
        long fileLength = RandomAccess.GetLength(file);
        if (fileLength < LengthSize)
        {
            throw new CheckpointException(
                path, null, $"a safetensors file begins with the header length in 8 bytes, but the size of this file is {fileLength}.");
        }

        Span<byte> lengthBytes = stackalloc byte[LengthSize];
        FileBytes.ReadExactly(file, lengthBytes, 0, path);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > MaxLength)
        {
            throw new CheckpointException(
                path, null, $"the header length must be at most {MaxLength} bytes but is {length}; this is probably not a safetensors file.");
        }

        long dataStart = LengthSize + (long)length;
        if (dataStart > fileLength)
        {
            throw new CheckpointException(
                path, null, $"the header length is {length} bytes but the file ends after {fileLength - LengthSize} of them.");
        }

        byte[] json = GC.AllocateUninitializedArray<byte>((int)length);
        FileBytes.ReadExactly(file, json, LengthSize, path);
        return Parse(json, fileLength - dataStart, path);
    }

    /// <summary>Parses the header and checks it against the size of the data after it.</summary>
    /// <exception cref="CheckpointException">The header violates a rule of the format.</exception>
    internal static SafetensorsHeader Parse(ReadOnlySpan<byte> json, long dataLength, string path)
    {
        if (!Utf8.IsValid(json))
        {
            throw new CheckpointException(path, null, "the header is not valid UTF-8.");
        }

        if (json.IsEmpty || json[0] != (byte)'{')
        {
            throw new CheckpointException(path, null, "the header must begin with '{'.");
        }

        try
        {
            var parser = new SafetensorsHeaderParser(json, path);
            parser.Parse();
            SafetensorsTensor[] tensors = [.. parser.Tensors.Values];
            SafetensorsLayout.Check(tensors, dataLength, path);
            return new SafetensorsHeader(parser.Metadata.AsReadOnly(), tensors.AsReadOnly(), LengthSize + json.Length);
        }
        catch (JsonException error)
        {
            throw new CheckpointException(path, null, $"the header is not valid JSON: {error.Message}", error);
        }
    }
}
