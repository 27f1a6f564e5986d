using System.Text.Json;
using Dcgan.Core.Safetensors;

namespace Dcgan.Core;

/// <summary>The options in a checkpoint's metadata: JSON with the property names in snake_case.</summary>
/// <param name="Generator">The generator's shape.</param>
/// <param name="Discriminator">The discriminator's shape; null in a file that holds only a generator.</param>
/// <param name="Trainer">The trainer's options; null in a file that holds only a generator.</param>
internal sealed record StoredOptions(GeneratorOptions Generator, DiscriminatorOptions? Discriminator, DcganTrainerOptions? Trainer)
{
    internal static StoredOptions Of(DcganTrainer trainer) =>
        new(trainer.Generator.Options, trainer.Discriminator.Options, trainer.Options);

    internal string ToJson() => ToJson(this);

    /// <summary>Returns the JSON of any options record.</summary>
    internal static string ToJson<T>(T options) => JsonSerializer.Serialize(options, CheckpointJson.Type<T>());

    /// <summary>Reads and checks the options in a file.</summary>
    /// <exception cref="CheckpointException">The options are missing or not valid JSON, or an option is out of range.</exception>
    internal static StoredOptions Read(SafetensorsFile file)
    {
        string json = file.Metadata.GetValueOrDefault(CheckpointFormat.OptionsKey)
            ?? throw new CheckpointException(file.Path, null, $"this is not a checkpoint: its metadata has no '{CheckpointFormat.OptionsKey}'.");
        try
        {
            StoredOptions options = CheckpointJson.ReadOptions(json);
            _ = options.Generator.Checked();
            _ = options.Discriminator?.Checked();
            _ = options.Trainer?.Checked();
            if (options.Discriminator is not null)
            {
                DcganTrainer.CheckFit(options.Generator, options.Discriminator);
                DcganTrainer.CheckFrozenStages(options.Trainer ?? new(), options.Discriminator);
            }

            return options;
        }
        catch (Exception error) when (error is JsonException or ArgumentException)
        {
            throw new CheckpointException(file.Path, null, $"'{CheckpointFormat.OptionsKey}' in its metadata: {CheckpointOpening.Rule(error)}", error);
        }
    }

    /// <summary>
    /// Lists the differences between these options and a trainer's options. Excludes initialization, which no longer matters, and
    /// precision, LearningRateDecayImages, divergence policy and diversity interval, which may change between save and load, and LabelSize,
    /// which has no effect without classes. Class names may be added.
    /// </summary>
    internal IEnumerable<string> DifferencesFrom(StoredOptions expected)
    {
        StoredOptions comparable = this with
        {
            Generator = Generator with
            {
                Precision = expected.Generator.Precision,
                Initialization = expected.Generator.Initialization,
                ClassNames = Generator.ClassNames ?? expected.Generator.ClassNames,
            },
            Discriminator = Discriminator is null || expected.Discriminator is null
                ? Discriminator
                : Discriminator with { Precision = expected.Discriminator.Precision, Initialization = expected.Discriminator.Initialization },
            Trainer = Trainer is null || expected.Trainer is null
                ? Trainer
                : Trainer with
                {
                    LearningRateDecayImages = expected.Trainer.LearningRateDecayImages,
                    DivergencePolicy = expected.Trainer.DivergencePolicy,
                    RollBackInterval = expected.Trainer.RollBackInterval,
                    DiversityInterval = expected.Trainer.DiversityInterval,
                },
        };
        return Differences(StateNames.Generator, WithEffectiveLabelSize(expected.Generator), WithEffectiveLabelSize(comparable.Generator))
            .Concat(Differences(StateNames.Discriminator, expected.Discriminator, comparable.Discriminator))
            .Concat(Differences("trainer", expected.Trainer, comparable.Trainer));

        // Any size, but the same: if one of the two has no classes, the other's size is not what differs.
        GeneratorOptions WithEffectiveLabelSize(GeneratorOptions options) =>
            Generator.Classes > 0 && expected.Generator.Classes > 0 ? options : options with { LabelSize = 1 };
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

    private static Dictionary<string, string> Properties<T>(T options) =>
        Values(JsonSerializer.SerializeToElement(options, CheckpointJson.Type<T>()), string.Empty).ToDictionary();

    /// <summary>The values of an object and of the objects in it, such as "loss.r1_weight".</summary>
    private static IEnumerable<(string Name, string Value)> Values(JsonElement element, string prefix) => element.EnumerateObject()
        .SelectMany(property => property.Value.ValueKind == JsonValueKind.Object
            ? Values(property.Value, $"{prefix}{property.Name}.")
            : [($"{prefix}{property.Name}", property.Value.GetRawText())]);
}
