using System.Buffers;
using System.Buffers.Binary;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Dcgan.Core.Safetensors;

/// <summary>The first bytes of a safetensors file: the header length and the header, compact except for its padding.</summary>
/// <param name="Bytes">Header length and header. The total length is a multiple of 8, which aligns the start of the data.</param>
/// <param name="DigestOffset">
/// Offset in the file at which the <see cref="DataDigest.TextLength"/> characters of the data's digest belong; -1 without a
/// digest.
/// </param>
internal sealed record SafetensorsHeaderText(ReadOnlyMemory<byte> Bytes, long DigestOffset)
{
    private const int Alignment = 8;

    private static readonly JsonWriterOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static readonly UTF8Encoding StrictUtf8 = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Builds the header of contiguous tensors.</summary>
    /// <exception cref="ArgumentException">
    /// The metadata is invalid, or the header or the data would exceed a limit of the format.
    /// </exception>
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
            if (SafetensorsLayout.ByteLength(dtype, shape) is not { } size || size > long.MaxValue - begin)
            {
                throw new ArgumentException("tensors: together they take more bytes than a signed 64-bit number can hold.", nameof(tensors));
            }

            WriteTensor(json, name, dtype, shape, begin, begin + size);
            begin += size;
        }

        json.WriteEndObject();
        json.Flush();
        text.Write(Encoding.ASCII.GetBytes(new string(' ', (Alignment - (text.WrittenCount % Alignment)) % Alignment)));
        byte[] bytes = text.WrittenSpan.ToArray();
        int length = bytes.Length - SafetensorsHeader.LengthSize;
        if (length > SafetensorsHeader.MaxLength)
        {
            throw new ArgumentException(
                $"tensors: with the metadata, the header takes {length} bytes but at most {SafetensorsHeader.MaxLength} are allowed.", nameof(tensors));
        }

        BinaryPrimitives.WriteUInt64LittleEndian(bytes, (ulong)length);
        return new SafetensorsHeaderText(bytes, digestOffset);
    }

    /// <summary>Returns whether a text has no unpaired surrogates and can therefore be encoded in UTF-8.</summary>
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
            string? fault = value is null ? "the value must not be null"
                : !IsUnicode(key) || !IsUnicode(value) ? "key and value must be valid Unicode"
                : key == digestKey ? "this key is reserved for the digest"
                : null;
            if (fault is not null)
            {
                throw new ArgumentException($"metadata[{QuotedText.Of(key)}]: {fault}.", nameof(metadata));
            }
        }
    }

    /// <returns>Offset of the digest; -1 without a digest.</returns>
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
