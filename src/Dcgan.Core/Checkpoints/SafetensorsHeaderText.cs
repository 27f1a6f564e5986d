using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dcgan.Core;

/// <summary>A safetensors file's beginning as it is written: the header's length and the header, without white space but the padding.</summary>
/// <param name="Bytes">Both; their count is a multiple of 8, so that the data begins aligned.</param>
/// <param name="DigestOffset">Where in the file the digest's <see cref="DataDigest.TextLength"/> characters belong; -1 for none.</param>
internal sealed record SafetensorsHeaderText(ReadOnlyMemory<byte> Bytes, long DigestOffset)
{
    private const int Alignment = 8;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Lays the tensors out one after the other and writes it down.</summary>
    /// <exception cref="ArgumentException">The metadata cannot be written, or the header would be larger than the format allows.</exception>
    internal static SafetensorsHeaderText Of(
        IEnumerable<(string Name, SafetensorsDtype Dtype, long[] Shape)> tensors,
        IReadOnlyDictionary<string, string>? metadata,
        string? digestKey)
    {
        CheckMetadata(metadata, digestKey);
        var text = new ArrayBufferWriter<byte>();
        text.Write(stackalloc byte[SafetensorsHeader.LengthSize]);
        using var json = new Utf8JsonWriter(text, Plain);
        json.WriteStartObject();
        long digestOffset = WriteMetadata(json, metadata, digestKey);
        long begin = 0;
        foreach ((string name, SafetensorsDtype dtype, long[] shape) in tensors)
        {
            long end = begin + SafetensorsEntry.ByteLength(dtype, shape)
                ?? throw new ArgumentException($"tensors: all of them together are more bytes than a 64-bit number holds.", nameof(tensors));
            WriteTensor(json, name, dtype, shape, begin, end);
            begin = end;
        }

        json.WriteEndObject();
        json.Flush();
        text.Write(Encoding.ASCII.GetBytes(new string(' ', (Alignment - (text.WrittenCount % Alignment)) % Alignment)));
        byte[] bytes = text.WrittenSpan.ToArray();
        int length = bytes.Length - SafetensorsHeader.LengthSize;
        if (length > SafetensorsHeader.MaxLength)
        {
            throw new ArgumentException(
                $"tensors: with the metadata they make a header of {length} bytes, of at most {SafetensorsHeader.MaxLength}.", nameof(tensors));
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)length);
        return new SafetensorsHeaderText(bytes, digestOffset);
    }

    /// <summary>Whether each surrogate has its other half, so that UTF-8 can say it.</summary>
    internal static bool IsUnicode(string text)
    {
        try
        {
            _ = StrictUtf8.GetByteCount(text);
            return true;
        }
        catch (EncoderFallbackException)
        {
            return false;
        }
    }

    private static void CheckMetadata(IReadOnlyDictionary<string, string>? metadata, string? digestKey)
    {
        foreach ((string key, string value) in metadata ?? new Dictionary<string, string>())
        {
            string? fault = value is null ? "a text must not be null"
                : !IsUnicode(key) || !IsUnicode(value) ? "key and text must be valid Unicode"
                : key == digestKey ? "this key is kept for the digest"
                : null;
            if (fault is not null)
            {
                throw new ArgumentException($"metadata[{QuotedText.Of(key)}]: {fault}.", nameof(metadata));
            }
        }
    }

    /// <returns>The digest's place; -1 for none.</returns>
    private static long WriteMetadata(Utf8JsonWriter json, IReadOnlyDictionary<string, string>? metadata, string? digestKey)
    {
        if (metadata is null && digestKey is null)
        {
            return -1;
        }

        json.WriteStartObject(SafetensorsHeader.MetadataName);
        foreach ((string key, string value) in (metadata ?? new Dictionary<string, string>()).OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        long digestOffset = -1;
        if (digestKey is not null)
        {
            json.WriteString(digestKey, DataDigest.Zeros);
            digestOffset = SafetensorsHeader.LengthSize + json.BytesCommitted + json.BytesPending - 1 - DataDigest.TextLength;
        }

        json.WriteEndObject();
        return digestOffset;
    }

    private static void WriteTensor(Utf8JsonWriter json, string name, SafetensorsDtype dtype, long[] shape, long begin, long end)
    {
        json.WriteStartObject(name);
        json.WriteString("dtype"u8, dtype.Name);
        json.WriteStartArray("shape"u8);
        foreach (long size in shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets"u8);
        json.WriteNumberValue(begin);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }
}
