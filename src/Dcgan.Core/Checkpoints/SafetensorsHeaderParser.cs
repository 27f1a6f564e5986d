using System.Text;
using System.Text.Json;

namespace Dcgan.Core;

/// <summary>
/// The header's grammar: one object of tensors, and at most one of metadata. Stricter than JSON where two readers could
/// see two files: no key twice (after escapes are resolved), no key that the format does not name, whole numbers
/// written in digits only (1e3, 1.0 and -0 are refused), no null. After the object, only JSON's white space.
/// </summary>
internal ref struct SafetensorsHeaderParser(ReadOnlySpan<byte> json, string path)
{
    private readonly string path = path;
    private readonly Dictionary<string, SafetensorsEntry> entries = new(StringComparer.Ordinal);
    private readonly Dictionary<string, string> metadata = new(StringComparer.Ordinal);
    private readonly List<long> numbers = [];
    private Utf8JsonReader reader = new(json);

    internal readonly Dictionary<string, SafetensorsEntry> Entries => entries;

    internal readonly Dictionary<string, string> Metadata => metadata;

    /// <exception cref="JsonException">Not JSON.</exception>
    /// <exception cref="CheckpointException">JSON that is no header.</exception>
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
                throw Broken(null, $"{SafetensorsHeader.MetadataName} stands twice in the header.");
            }

            hasMetadata = true;
            ReadMetadata();
        }

        reader.Read(); // Throws where something other than white space follows.
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
                throw Broken(null, $"the metadata's {QuotedText.Of(key)} stands twice in the header.");
            }
        }
    }

    private void ReadTensor(string name)
    {
        if (name.Length == 0)
        {
            throw Broken(name, "a name must not be empty.");
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
                    ReadNumbers(name, key, SafetensorsEntry.MaxRank);
                    shape = [.. numbers];
                    break;
                case "data_offsets" when offsets is null:
                    offsets = ReadOffsets(name, key);
                    break;
                default:
                    throw Broken(name, $"its entry holds dtype, shape and data_offsets, each once, but here is {QuotedText.Of(key)}.");
            }
        }

        if (dtype is null || shape is null || offsets is not { } place)
        {
            string missing = dtype is null ? "dtype" : shape is null ? "shape" : "data_offsets";
            throw Broken(name, $"its entry has no {missing}.");
        }

        if (entries.Count == SafetensorsHeader.MaxTensors)
        {
            throw Broken(name, $"it is one more than the {SafetensorsHeader.MaxTensors} tensors that are read of a file.");
        }

        if (!entries.TryAdd(name, new SafetensorsEntry(name, dtype, shape, place.Begin, place.End)))
        {
            throw Broken(name, "it stands twice in the header.");
        }
    }

    private SafetensorsDtype ReadDtype(string name)
    {
        reader.Read();
        Expect(JsonTokenType.String, name, "dtype must be a string");
        string dtype = Text(name);
        return SafetensorsDtype.InWritingOrder.FirstOrDefault(known => known.Name == dtype)
            ?? throw Broken(name, $"dtype must be one that TorchSharp has ({SafetensorsDtype.Names}) but is {QuotedText.Of(dtype)}.");
    }

    private (long Begin, long End) ReadOffsets(string name, string key)
    {
        ReadNumbers(name, key, 2);
        if (numbers.Count != 2 || numbers[0] > numbers[1])
        {
            throw Broken(name, $"{key} must be [begin, end] but is [{string.Join(", ", numbers)}].");
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
                throw Broken(name, $"{key} may have at most {limit} numbers.");
            }

            // A minus, a point or an exponent is no digit, however whole the number; the reader has refused leading zeros.
            if (reader.ValueSpan.IndexOfAnyExceptInRange((byte)'0', (byte)'9') >= 0 || !reader.TryGetInt64(out long number))
            {
                string text = Encoding.UTF8.GetString(reader.ValueSpan[..Math.Min(reader.ValueSpan.Length, 100)]);
                throw Broken(name, $"{key}[{numbers.Count}] must be a whole number from 0 to {long.MaxValue}, in digits, but is {QuotedText.Of(text)}.");
            }

            numbers.Add(number);
        }
    }

    /// <summary>To the next key of the object; false at its end.</summary>
    private bool NextKey() => reader.Read() && reader.TokenType == JsonTokenType.PropertyName;

    /// <summary>A key or a string, its escapes resolved.</summary>
    private readonly string Text(string? name)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException error)
        {
            // What the reader throws for half of a surrogate pair, which JSON's grammar allows and Unicode does not.
            throw new CheckpointException(path, name, $"the text before byte {reader.BytesConsumed} of the header is not Unicode.", error);
        }
    }

    private readonly void Expect(JsonTokenType type, string? name, string rule)
    {
        if (reader.TokenType != type)
        {
            throw Broken(name, $"{rule} but is {reader.TokenType switch
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

    private readonly CheckpointException Broken(string? name, string rule) => new(path, name, rule);
}
