using System.Text.Json;
using Dcgan.Core;

namespace FaceService.Model;

/// <summary>Reads the metadata that Dcgan.Core writes into an exported ONNX file.</summary>
internal static class ModelMetadata
{
    private const string FormatVersion = "1";
    private const string Network = "generator";

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

        (int latentSize, LatentDistribution distribution) = ReadOptions(entries.GetValueOrDefault("dcgan.options"), name);
        return new ModelInfo
        {
            LatentSize = latentSize,
            Distribution = distribution,
            Statistics = statistics,
            LibraryVersion = entries.GetValueOrDefault("dcgan.library_version") ?? "unknown",
        };
    }

    private static (int LatentSize, LatentDistribution Distribution) ReadOptions(string? json, string name)
    {
        const int MaxLatentSize = 4096;
        try
        {
            using var options = JsonDocument.Parse(json ?? "");
            JsonElement root = options.RootElement;
            int size = root.GetProperty("latent_size").GetInt32();
            return size is >= 1 and <= MaxLatentSize
                ? (size, ParseEnum<LatentDistribution>(root.GetProperty("latent_distribution").GetString(), name, "latent_distribution"))
                : throw new StartException($"{name}: latent_size must be in [1, {MaxLatentSize}] but was {size}.");
        }
        catch (Exception exception) when (exception is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StartException($"{name}: dcgan.options must be JSON with latent_size and latent_distribution.", exception);
        }
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
