using System.Text.Json;
using System.Text.Json.Serialization;

namespace Dcgan.Core;

/// <summary>How both optimisers update, in a checkpoint's metadata.</summary>
/// <param name="Generator">The generator's.</param>
/// <param name="Discriminator">The discriminator's.</param>
internal sealed record StoredOptimizers(StoredOptimizerOptions Generator, StoredOptimizerOptions Discriminator)
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,

        // A host may switch a rate off by an infinite or undefined one; that is its own affair, and no reason not to save.
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    internal static StoredOptimizers Of(DcganOptimizers optimizers) =>
        new(StoredOptimizerOptions.Of(optimizers.Generator), StoredOptimizerOptions.Of(optimizers.Discriminator));

    /// <exception cref="CheckpointException">It is missing or not what this library writes.</exception>
    internal static StoredOptimizers Read(SafetensorsFile file)
    {
        try
        {
            return JsonSerializer.Deserialize<StoredOptimizers>(file.Metadata.GetValueOrDefault(CheckpointFormat.OptimizersKey) ?? "null", Json)
                ?? throw new JsonException("it is missing.");
        }
        catch (JsonException error)
        {
            throw new CheckpointException(
                file.Path, null, $"'{CheckpointFormat.OptimizersKey}' in its metadata: {QuotedText.Plain(error.Message)}", error);
        }
    }

    internal string ToJson() => JsonSerializer.Serialize(this, Json);

    internal IEnumerable<string> DifferencesFrom(StoredOptimizers expected) =>
        Generator.DifferencesFrom(expected.Generator, CheckpointFormat.Generator)
            .Concat(Discriminator.DifferencesFrom(expected.Discriminator, CheckpointFormat.Discriminator));

    internal void Restore(DcganOptimizers optimizers)
    {
        Generator.Restore(optimizers.Generator);
        Discriminator.Restore(optimizers.Discriminator);
    }
}
