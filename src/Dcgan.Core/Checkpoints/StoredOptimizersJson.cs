using System.Text.Json.Serialization;

namespace Dcgan.Core;

/// <summary>The JSON form of the optimizers' options; generated for the same reason as <see cref="StoredOptionsJson"/>.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,

    // A host may set a learning rate to infinity or NaN; saving the run must still succeed.
    NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals)]
[JsonSerializable(typeof(StoredOptimizers))]
internal sealed partial class StoredOptimizersJson : JsonSerializerContext;
