using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dcgan.Core;

/// <summary>The options that a checkpoint holds as JSON in its metadata, under the names of their properties in snake_case.</summary>
/// <param name="Generator">The generator's shape.</param>
/// <param name="Discriminator">The discriminator's; null in a file of the generator alone.</param>
/// <param name="Trainer">How to train; null in a file of the generator alone.</param>
internal sealed record StoredOptions(GeneratorOptions Generator, DiscriminatorOptions? Discriminator, DcganTrainerOptions? Trainer)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        IgnoreReadOnlyProperties = true,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        AllowDuplicateProperties = false,
        RespectNullableAnnotations = true,

        // An option of a later version would change what is trained; to leave it out without a word is no way to resume.
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        Converters = { new JsonStringEnumConverter(allowIntegerValues: false), new DepthsConverter() },
    };

    internal static StoredOptions Of(DcganTrainer trainer) =>
        new(trainer.Generator.Options, trainer.Discriminator.Options, trainer.Options);

    internal string ToJson() => ToJson(this);

    /// <summary>Any options as a checkpoint has them.</summary>
    internal static string ToJson<T>(T options) => JsonSerializer.Serialize(options, Json);

    /// <summary>Reads and checks what a file holds.</summary>
    /// <exception cref="CheckpointException">It is missing, is no JSON of options, or an option is out of its range.</exception>
    internal static StoredOptions Read(SafetensorsFile file)
    {
        string json = file.Metadata.GetValueOrDefault(CheckpointFormat.OptionsKey)
            ?? throw new CheckpointException(file.Path, null, $"this is no checkpoint: its metadata has no '{CheckpointFormat.OptionsKey}'.");
        try
        {
            StoredOptions options = JsonSerializer.Deserialize<StoredOptions>(json, Json) is { Generator: not null } read
                ? read
                : throw new JsonException("it has no generator.");
            _ = options.Generator.Checked();
            _ = options.Discriminator?.Checked();
            _ = options.Trainer?.Checked();
            if (options.Discriminator is not null)
            {
                DcganTrainer.CheckFit(options.Generator, options.Discriminator);
            }

            return options;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            // What .NET adds to it names a parameter of no method that the reader has called.
            string rule = error.Message.Replace($" (Parameter '{(error as ArgumentException)?.ParamName}')", string.Empty, StringComparison.Ordinal);
            throw new CheckpointException(file.Path, null, $"'{CheckpointFormat.OptionsKey}' in its metadata: {QuotedText.Plain(rule)}", error);
        }
    }

    /// <summary>
    /// Where these options of a file differ from those that a trainer has, as sentences. What a network was initialised with
    /// no longer matters, in which precision it computes may change between save and load, and so may what is done about a step that
    /// fails and how often samples are looked at.
    /// </summary>
    internal IEnumerable<string> DifferencesFrom(StoredOptions expected)
    {
        StoredOptions alike = this with
        {
            Generator = Generator with { Precision = expected.Generator.Precision, Initialization = expected.Generator.Initialization },
            Discriminator = Discriminator is null || expected.Discriminator is null
                ? Discriminator
                : Discriminator with { Precision = expected.Discriminator.Precision, Initialization = expected.Discriminator.Initialization },
            Trainer = Trainer is null || expected.Trainer is null
                ? Trainer
                : Trainer with
                {
                    DivergencePolicy = expected.Trainer.DivergencePolicy,
                    RollBackInterval = expected.Trainer.RollBackInterval,
                    DiversityInterval = expected.Trainer.DiversityInterval,
                },
        };
        return Differences(CheckpointFormat.Generator, expected.Generator, alike.Generator)
            .Concat(Differences(CheckpointFormat.Discriminator, expected.Discriminator, alike.Discriminator))
            .Concat(Differences("trainer", expected.Trainer, alike.Trainer));
    }

    private static IEnumerable<string> Differences<T>(string owner, T? expected, T? found)
        where T : class
    {
        if (Equals(expected, found))
        {
            return [];
        }

        return found is null || expected is null
            ? [$"{owner} options: expected {expected?.ToString() ?? "none"} but found {found?.ToString() ?? "none"}"]
            : Differences(owner, Properties(expected), Properties(found));
    }

    private static IEnumerable<string> Differences(string owner, Dictionary<string, string> expected, Dictionary<string, string> found) =>
        expected.Keys.Union(found.Keys)
            .Select(name => (Name: name, Expected: expected.GetValueOrDefault(name, "none"), Found: found.GetValueOrDefault(name, "none")))
            .Where(option => option.Expected != option.Found)
            .Select(option => $"{owner} option {option.Name}: expected {option.Expected} but found {option.Found}");

    private static Dictionary<string, string> Properties<T>(T options) => JsonSerializer.SerializeToElement(options, Json)
        .EnumerateObject()
        .ToDictionary(property => property.Name, property => property.Value.GetRawText());

    private sealed class DepthsConverter : JsonConverter<Depths>
    {
        public override Depths Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            new(JsonSerializer.Deserialize<int[]>(ref reader, options) ?? throw new JsonException("depths must not be null."));

        public override void Write(Utf8JsonWriter writer, Depths value, JsonSerializerOptions options) =>
            JsonSerializer.Serialize(writer, value.ToArray(), options);
    }
}
