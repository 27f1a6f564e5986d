using System.Buffers.Binary;
using System.Text.Json;
using System.Text.Unicode;
using Microsoft.Win32.SafeHandles;

namespace Dcgan.Core;

/// <summary>
/// A safetensors file's header, checked wholly: eight bytes of length (little-endian), then that many bytes of JSON, then the
/// tensors' data. Nothing is trusted and nothing is sized by a number that the file names before that number is held
/// against the file's own size.
/// </summary>
internal sealed class SafetensorsHeader
{
    /// <summary>The same limit as the reference implementation's.</summary>
    internal const int MaxLength = 100_000_000;

    /// <summary>
    /// Far more than any model has. In memory an entry is several times its text, and by this a header of nothing but empty
    /// tensors stays at some 40 MB.
    /// </summary>
    internal const int MaxTensors = 100_000;

    /// <summary>Of the header's length, which stands first in the file.</summary>
    internal const int LengthSize = sizeof(ulong);

    internal const string MetadataName = "__metadata__";

    private SafetensorsHeader(IReadOnlyDictionary<string, string> metadata, IReadOnlyList<SafetensorsEntry> entries, long dataStart)
    {
        Metadata = metadata;
        Entries = entries;
        DataStart = dataStart;
    }

    internal IReadOnlyDictionary<string, string> Metadata { get; }

    /// <summary>In the order of their data, which they cover without overlap or hole.</summary>
    internal IReadOnlyList<SafetensorsEntry> Entries { get; }

    /// <summary>The data's first byte in the file.</summary>
    internal long DataStart { get; }

    /// <summary>Reads and checks the header of an open file; the path is for messages.</summary>
    /// <exception cref="CheckpointException">A rule of the format is broken.</exception>
    internal static SafetensorsHeader Read(SafeFileHandle file, string path)
    {
        long fileLength = RandomAccess.GetLength(file);
        if (fileLength < LengthSize)
        {
            throw new CheckpointException(
                path, null, $"a safetensors file begins with the header's length in 8 bytes, but the whole file has {fileLength}.");
        }

        Span<byte> lengthBytes = stackalloc byte[LengthSize];
        FileBytes.ReadExactly(file, lengthBytes, 0, path);
        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(lengthBytes);
        if (length > MaxLength)
        {
            throw new CheckpointException(
                path, null, $"the header may have at most {MaxLength} bytes but claims {length}; this is hardly a safetensors file.");
        }

        long dataStart = LengthSize + (long)length;
        if (dataStart > fileLength)
        {
            throw new CheckpointException(
                path, null, $"the header claims {length} bytes but the file ends after {fileLength - LengthSize} of them.");
        }

        byte[] json = GC.AllocateUninitializedArray<byte>((int)length);
        FileBytes.ReadExactly(file, json, LengthSize, path);
        return Parse(json, fileLength - dataStart, path);
    }

    /// <summary>Checks the header's text against the size of the data that follows it.</summary>
    /// <exception cref="CheckpointException">A rule of the format is broken.</exception>
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
            SafetensorsEntry[] entries = [.. parser.Entries.Values];
            SafetensorsLayout.Check(entries, dataLength, path);
            return new SafetensorsHeader(parser.Metadata.AsReadOnly(), entries, LengthSize + json.Length);
        }
        catch (JsonException error)
        {
            throw new CheckpointException(path, null, $"the header is not valid JSON: {error.Message}", error);
        }
    }
}
