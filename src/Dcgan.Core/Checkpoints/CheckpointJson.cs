using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace Dcgan.Core;

/// <summary>
/// The JSON in a checkpoint's metadata. The compiler generates the code, so it works in trimmed, ahead-of-time compiled and file-based
/// programs, which have no JSON by reflection.
/// </summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    IgnoreReadOnlyProperties = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    RespectNullableAnnotations = true,

    // A host may set a learning rate to infinity or NaN; saving the run must still succeed.
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,

    // An option of a later version would change the training; a resumed run must not ignore it silently.
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    Converters =
    [
        typeof(DepthsConverter), typeof(ClassNamesConverter), typeof(SpatialSizeConverter), typeof(ObjectiveConverter), typeof(NameConverter<ComputePrecision>),
        typeof(NameConverter<DivergencePolicy>), typeof(NameConverter<Initialization>), typeof(NameConverter<LatentDistribution>),
    ])]
[JsonSerializable(typeof(StoredOptions))]
[JsonSerializable(typeof(StoredOptimizers))]
[JsonSerializable(typeof(int[]))]
[JsonSerializable(typeof(string[]))]
internal sealed partial class CheckpointJson : JsonSerializerContext
{
    /// <summary>Reads the options. Missing ones have their defaults.</summary>
    /// <exception cref="JsonException">The text is not the JSON of options.</exception>
    internal static StoredOptions ReadOptions(string json)
    {
        JsonNode? found = JsonNode.Parse(json, documentOptions: new() { AllowDuplicateProperties = false });
        if (found is JsonObject options)
        {
            // A file without a discriminator or a trainer holds none; it does not hold the default one.
            JsonNode defaults = JsonSerializer.SerializeToNode(new StoredOptions(new(), new(), new()), Default.StoredOptions)!;
            foreach ((string name, JsonNode? value) in defaults.AsObject())
            {
                AddMissing(value, options[name]);
            }
        }

        return found.Deserialize(Default.StoredOptions) is { Generator: not null } read
            ? read
            : throw new JsonException("it has no generator.");
    }

    /// <summary>Returns the generated code for a record.</summary>
    internal static JsonTypeInfo<T> Type<T>() => (JsonTypeInfo<T>)Default.GetTypeInfo(typeof(T))!;

    /// <summary>
    /// Adds the options that a file does not have, such as options of later versions. The generated code would set a missing
    /// property to 0, false or null instead of its initial value.
    /// </summary>
    private static void AddMissing(JsonNode? defaults, JsonNode? found)
    {
        if (defaults is JsonObject all && found is JsonObject own)
        {
            foreach ((string name, JsonNode? value) in all)
            {
                if (!own.TryAdd(name, value?.DeepClone()))
                {
                    AddMissing(value, own[name]);
                }
            }
        }
    }

    private sealed class NameConverter<T>() : JsonStringEnumConverter<T>(namingPolicy: null, allowIntegerValues: false)
        where T : struct, Enum;

    private sealed class ObjectiveConverter : JsonConverter<AdversarialObjective>
    {
        public override AdversarialObjective Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            string? name = reader.TokenType == JsonTokenType.String ? reader.GetString() : null;
            return string.IsNullOrWhiteSpace(name) ? throw new JsonException("objective must be a name.") : Dcgan.Core.AdversarialObjective.Stored(name);
        }

        public override void Write(Utf8JsonWriter writer, AdversarialObjective value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.Name);
    }

    private sealed class ClassNamesConverter : JsonConverter<ClassNames>
    {
        public override ClassNames Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            JsonSerializer.Deserialize(ref reader, Default.StringArray) is { } names && names.All(name => name is not null)
                ? new(names)
                : throw new JsonException("class_names must be names.");

        public override void Write(Utf8JsonWriter writer, ClassNames value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), Default.StringArray);
    }

    /// <summary>A square is one number, as before sizes could be rectangles; other sizes are [height, width].</summary>
    private sealed class SpatialSizeConverter : JsonConverter<SpatialSize>
    {
        public override SpatialSize Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
        {
            if (Side(reader) is int side)
            {
                return side;
            }

            return reader.TokenType == JsonTokenType.StartArray
                && reader.Read() && Side(reader) is int height
                && reader.Read() && Side(reader) is int width
                && reader.Read() && reader.TokenType == JsonTokenType.EndArray
                ? (height, width)
                : throw new JsonException("base_size must be an integer or [height, width].");
        }

        public override void Write(Utf8JsonWriter writer, SpatialSize value, JsonSerializerOptions options)
        {
            if (value.IsSquare)
            {
                writer.WriteNumberValue(value.Height);
            }
            else
            {
                JsonSerializer.Serialize(writer, [value.Height, value.Width], Default.Int32Array);
            }
        }

        private static int? Side(in Utf8JsonReader reader) =>
            reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int side) ? side : null;
    }

    private sealed class DepthsConverter : JsonConverter<Depths>
    {
        public override Depths Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize(ref reader, Default.Int32Array) ?? throw new JsonException("depths must not be null."));

        public override void Write(Utf8JsonWriter writer, Depths value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), Default.Int32Array);
    }
}
