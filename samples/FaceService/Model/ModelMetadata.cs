using System.Text.Json;
using Dcgan.Core;

namespace FaceService.Model;

/// <summary>Reads what an export writes into its file beside the network.</summary>
internal static class ModelMetadata
{
    private const string FormatVersion = "1";
    private const string Network = "generator";

    /// <param name="entries">The file's own.</param>
    /// <param name="name">Names the file in messages.</param>
    /// <exception cref="StartException">They are not those of a generator that can be served.</exception>
    public static ModelFacts Read(IReadOnlyDictionary<string, string> entries, string name)
    {
        Require(entries, name, "dcgan.format_version", FormatVersion);
        Require(entries, name, "dcgan.network", Network);
        ModelStatistics statistics = Defined<ModelStatistics>(entries.GetValueOrDefault("dcgan.statistics"), name, "dcgan.statistics");
        if (statistics == ModelStatistics.Batch)
        {
            throw new StartException(
                $"{name}: dcgan.statistics is \"Batch\", by which a face depends on the faces beside it: export it with the running or with calibrated statistics.");
        }

        (int latentSize, LatentDistribution distribution) = ReadOptions(entries.GetValueOrDefault("dcgan.options"), name);
        return new ModelFacts
        {
            LatentSize = latentSize,
            Distribution = distribution,
            Statistics = statistics,
            LibraryVersion = entries.GetValueOrDefault("dcgan.library_version") ?? "unknown",
        };
    }

    private static (int LatentSize, LatentDistribution Distribution) ReadOptions(string? json, string name)
    {
        const int LargestLatent = 4096;
        try
        {
            using var options = JsonDocument.Parse(json ?? "");
            JsonElement root = options.RootElement;
            int size = root.GetProperty("latent_size").GetInt32();
            return size is >= 1 and <= LargestLatent
                ? (size, Defined<LatentDistribution>(root.GetProperty("latent_distribution").GetString(), name, "latent_distribution"))
                : throw new StartException($"{name}: latent_size must be from 1 to {LargestLatent} but was {size}.");
        }
        catch (Exception unreadable) when (unreadable is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            throw new StartException($"{name}: dcgan.options must be JSON with latent_size and latent_distribution.", unreadable);
        }
    }

    private static void Require(IReadOnlyDictionary<string, string> entries, string name, string key, string expected)
    {
        if (!entries.TryGetValue(key, out string? value))
        {
            throw new StartException($"{name}: has no {key}; it is not a generator that Dcgan.Core exported.");
        }

        if (value != expected)
        {
            throw new StartException($"{name}: {key} must be \"{expected}\" but was \"{value}\".");
        }
    }

    private static TEnum Defined<TEnum>(string? value, string name, string key)
        where TEnum : struct, Enum =>
        Enum.GetNames<TEnum>().Contains(value)
            ? Enum.Parse<TEnum>(value!)
            : throw new StartException(
                $"{name}: {key} must be one of {string.Join(", ", Enum.GetNames<TEnum>())} but was \"{value}\".");
}
