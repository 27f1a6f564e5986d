using System.Text.Json;
using System.Text.Json.Serialization;
using Dcgan.Core.Safetensors;

namespace Dcgan.Core;

/// <summary>The options of both optimizers in a checkpoint's metadata.</summary>
/// <param name="Generator">The options of the generator's optimizer.</param>
/// <param name="Discriminator">The options of the discriminator's optimizer.</param>
internal sealed record StoredOptimizers(
    [property: JsonRequired] StoredOptimizerOptions Generator, [property: JsonRequired] StoredOptimizerOptions Discriminator)
{
    internal static StoredOptimizers Of(DcganOptimizers optimizers) =>
        new(StoredOptimizerOptions.Of(optimizers.Generator), StoredOptimizerOptions.Of(optimizers.Discriminator));

    /// <exception cref="CheckpointException">The options are missing or not valid.</exception>
    internal static StoredOptimizers Read(SafetensorsFile file)
    {
        try
        {
            return JsonSerializer.Deserialize(
                file.Metadata.GetValueOrDefault(CheckpointFormat.OptimizersKey) ?? "null", CheckpointJson.Type<StoredOptimizers>())
                ?? throw new JsonException("it is missing.");
        }
        catch (JsonException error)
        {
            throw new CheckpointException(
                file.Path, null, $"'{CheckpointFormat.OptimizersKey}' in its metadata: {QuotedText.Plain(error.Message)}", error);
        }
    }

    internal string ToJson() => JsonSerializer.Serialize(this, CheckpointJson.Type<StoredOptimizers>());

    internal IEnumerable<string> DifferencesFrom(StoredOptimizers expected) =>
        Generator.DifferencesFrom(expected.Generator, StateNames.Generator)
            .Concat(Discriminator.DifferencesFrom(expected.Discriminator, StateNames.Discriminator));

    internal void Restore(DcganOptimizers optimizers)
    {
        Generator.Restore(optimizers.Generator);
        Discriminator.Restore(optimizers.Discriminator);
    }
}
