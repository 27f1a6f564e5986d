using System.Text;
using System.Text.Json;

namespace Dcgan.Core.Safetensors;

/// <summary>
/// Parses the JSON of a header: one object with an entry for each tensor and at most one entry for the metadata. Stricter than
/// JSON wherever two readers could disagree: no duplicate keys (after resolving escapes), no keys that the format does not
/// define, integers in decimal digits only (not 1e3, 1.0 or -0), no null, and only JSON white space after the object.
/// </summary>
internal ref struct SafetensorsHeaderParser(ReadOnlySpan<byte> json, string path)
{
    private readonly string path = path;
    private readonly Dictionary<string, SafetensorsTensor> tensors = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly List<long> numbers = [];
    private Utf8JsonReader reader = new(json);

    /// <summary>The tensors by name, after <see cref="Parse"/>; their layout is not checked.</summary>
    internal readonly Dictionary<string, SafetensorsTensor> Tensors => tensors;

    /// <summary>The metadata, after <see cref="Parse"/>.</summary>
    internal readonly Dictionary<string, string> Metadata => metadata;

    /// <summary>Parses the whole header.</summary>
    /// <exception cref="JsonException">The header is not valid JSON.</exception>
    /// <exception cref="CheckpointException">The header is valid JSON but violates a rule of the format.</exception>
    internal void Parse()
    {
        reader.Read();
        bool hasMetadata = false;
        while (NextKey())
        {
            string name = Text(null);
            reader.Read();
            if (name != SafetensorsHeader.MetadataName)
            {
                ReadTensor(name);
                continue;
            }

            if (hasMetadata)
            {
                throw Violation(null, $"{SafetensorsHeader.MetadataName} occurs twice in the header.");
            }

            hasMetadata = true;
            ReadMetadata();
        }

        reader.Read(); // Throws if anything but white space follows.
    }

    private void ReadMetadata()
    {
        Expect(JsonTokenType.StartObject, null, $"{SafetensorsHeader.MetadataName} must be an object");
        while (NextKey())
        {
            string key = Text(null);
            reader.Read();
            Expect(JsonTokenType.String, null, $"the metadata's {QuotedText.Of(key)} must be a string");
            if (!metadata.TryAdd(key, Text(null)))
            {
                throw Violation(null, $"the metadata's {QuotedText.Of(key)} occurs twice in the header.");
            }
        }
    }

    private void ReadTensor(string name)
    {
        if (name.Length == 0)
        {
            throw Violation(name, "the name must not be empty.");
        }

        Expect(JsonTokenType.StartObject, name, "its entry must be an object");
        SafetensorsDtype? dtype = null;
        long[]? shape = null;
        (long Begin, long End)? offsets = null;
        while (NextKey())
        {
            string key = Text(name);
            switch (key)
            {
                case "dtype" when dtype is null:
                    dtype = ReadDtype(name);
                    break;
                case "shape" when shape is null:
                    ReadNumbers(name, key, SafetensorsHeader.MaxRank);
                    shape = [.. numbers];
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadOffsets(name, key);
                    break;
                default:
                    throw Violation(name, $"its entry must have dtype, shape and data_offsets once each, but has an extra {QuotedText.Of(key)}.");
            }
        }

        if (dtype is null || shape is null || offsets is not { } extent)
        {
            string missing = dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw Violation(name, $"its entry has no {missing}.");
        }

        if (tensors.Count == SafetensorsHeader.MaxTensors)
        {
            throw Violation(name, $"a file must have at most {SafetensorsHeader.MaxTensors} tensors but this one has more.");
        }

        if (!tensors.TryAdd(name, new SafetensorsTensor(name, dtype, shape, extent.Begin, extent.End)))
        {
            throw Violation(name, "it occurs twice in the header.");
        }
    }

    private SafetensorsDtype ReadDtype(string name)
    {
        reader.Read();
        Expect(JsonTokenType.String, name, "dtype must be a string");
        string dtype = Text(name);
        return SafetensorsDtype.Find(dtype)
            ?? throw Violation(name, $"dtype must be one that TorchSharp has ({SafetensorsDtype.Names}) but is {QuotedText.Of(dtype)}.");
    }

    private (long Begin, long End) ReadOffsets(string name, string key)
    {
        ReadNumbers(name, key, 2);
        if (numbers.Count != 2 || numbers[0] > numbers[1])
        {
            throw Violation(name, $"{key} must be [begin, end], begin not above end, but is [{string.Join(", ", numbers)}].");
        }

        return (numbers[0], numbers[1]);
    }

    private void ReadNumbers(string name, string key, int limit)
    {
        numbers.Clear();
        reader.Read();
        Expect(JsonTokenType.StartArray, name, $"{key} must be an array");
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            Expect(JsonTokenType.Number, name, $"{key}[{numbers.Count}] must be a number");
            if (numbers.Count == limit)
            {
                throw Violation(name, $"{key} must have at most {limit} numbers but has more.");
            }

            // Rejects signs, decimal points and exponents, even if the value is an integer. The reader rejects leading zeros.
            if (reader.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || !reader.TryGetInt64(out long number))
            {
                string text = Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 100)]);
                throw Violation(name, $"{key}[{numbers.Count}] must be an integer in [0, {long.MaxValue}] in decimal digits but is {QuotedText.Of(text)}.");
            }

            numbers.Add(number);
        }
    }

    /// <summary>Advances to the next key of the object; returns false at the end of the object.</summary>
    private bool NextKey() => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>The current key or string, with escapes resolved.</summary>
    private readonly string Text(string? name)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // The reader throws this for an unpaired surrogate, which is valid JSON but not valid Unicode.
            throw new CheckpointException(path, name, $"the text before byte {reader.BytesConsumed} of the header is not valid Unicode.", error);
        }
    }

    private readonly void Expect(JsonTokenType type, string? name, string rule)
    {
        if (reader.TokenType != type)
        {
            throw Violation(name, $"{rule} but is {reader.TokenType switch
            {
                JsonTokenType.StartObject => "an object",
                JsonTokenType.StartArray => "an array",
                JsonTokenType.String => "a string",
                JsonTokenType.Number => "a number",
                JsonTokenType.Null => "null",
                _ => "true or false",
            }}.");
        }
    }

    private readonly CheckpointException Violation(string? name, string rule) => new(path, name, rule);
}
