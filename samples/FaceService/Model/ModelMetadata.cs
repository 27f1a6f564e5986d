using System.Collections.Immutable;
using System.Text.Json;
using Dcgan.Core;

namespace FaceService.Model;

/// <summary>Reads the metadata that Dcgan.Core writes into an exported ONNX file.</summary>
internal static class ModelMetadata
{
    private const string FormatVersion = "1";
    private const string Network = "generator";
    private const int MaxLatentSize = 4096;
    private const int MaxClasses = 10_000;

    /// <summary>Reads and checks the metadata.</summary>
    /// <param name="entries">The file's metadata entries.</param>
    /// <param name="name">The file name, for error messages.</param>
    /// <exception cref="StartException">The metadata is missing or invalid, or describes a model that the service cannot serve.</exception>
    public static ModelInfo Read(IReadOnlyDictionary<string, string> entries, string name)
    {
        Require(entries, name, "dcgan.format_version", FormatVersion);
        Require(entries, name, "dcgan.network", Network);
        ModelStatistics statistics = ParseEnum<ModelStatistics>(entries.GetValueOrDefault("dcgan.statistics"), name, "dcgan.statistics");
        if (statistics == ModelStatistics.Batch)
        {
            throw new StartException(
                $"{name}: dcgan.statistics must be Running or Calibrated but was \"Batch\", which makes each face depend on the rest of its batch; "
                + "export the generator with running or calibrated statistics.");
        }

        string version = entries.GetValueOrDefault("dcgan.library_version") ?? "unknown";
        return ReadOptions(entries.GetValueOrDefault("dcgan.options"), statistics, version, name);
    }

    private static ModelInfo ReadOptions(string? json, ModelStatistics statistics, string version, string name)
    {
        try
        {
            using var options = JsonDocument.Parse(json ?? "");
            JsonElement root = options.RootElement;
            int size = root.GetProperty("latent_size").GetInt32();
            if (size is < 1 or > MaxLatentSize)
            {
                throw new StartException($"{name}: latent_size must be in [1, {MaxLatentSize}] but was {size}.");
            }

            int classes = ReadClasses(root, name);
            return new ModelInfo
            {
                LatentSize = size,
                Distribution = ParseEnum<LatentDistribution>(root.GetProperty("latent_distribution").GetString(), name, "latent_distribution"),
                Statistics = statistics,
                LibraryVersion = version,
                Classes = classes,
                ClassNames = ReadClassNames(root, classes, name),
            };
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StartException($"{name}: dcgan.options must be JSON with latent_size and latent_distribution.", exception);
        }
    }

    /// <summary>Reads the number of classes. Versions of the library without classes do not write it.</summary>
    private static int ReadClasses(JsonElement options, string name)
    {
        if (!options.TryGetProperty("classes", out JsonElement value))
        {
            return 0;
        }

        return value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out int classes) && classes is >= 0 and <= MaxClasses
            ? classes
            : throw new StartException($"{name}: classes must be an integer in [0, {MaxClasses}] but was {value.GetRawText()}.");
    }

    private static ImmutableArray<string> ReadClassNames(JsonElement options, int classes, string name)
    {
        if (!options.TryGetProperty("class_names", out JsonElement value))
        {
            return [];
        }

        ImmutableArray<string> names = value.ValueKind == JsonValueKind.Array
            ? [.. value.EnumerateArray().Where(item => item.ValueKind == JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
        bool isValid = value.ValueKind == JsonValueKind.Array && value.GetArrayLength() == classes
            && names.Length == classes && !names.Any(string.IsNullOrWhiteSpace) && names.Distinct(StringComparer.Ordinal).Count() == classes;
        return isValid ? names : throw new StartException($"{name}: class_names must be a list of {classes} different names, one for each class.");
    }

    private static void Require(IReadOnlyDictionary<string, string> entries, string name, string key, string expected)
    {
        if (!entries.TryGetValue(key, out string? value))
        {
            throw new StartException($"{name}: {key} is missing; the file must be a generator exported by Dcgan.Core.");
        }

        if (value != expected)
        {
            throw new StartException($"{name}: {key} must be \"{expected}\" but was \"{value}\".");
        }
    }

    private static TEnum ParseEnum<TEnum>(string? value, string name, string key)
        where TEnum : struct, Enum =>
        Enum.GetNames<TEnum>().Contains(value)
            ? Enum.Parse<TEnum>(value!)
            : throw new StartException(
                $"{name}: {key} must be one of {string.Join(", ", Enum.GetNames<TEnum>())} but was \"{value}\".");
}
