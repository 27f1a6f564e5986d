using Dcgan.Core.Safetensors;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Checks the parameters in a file against the file's own options before any network is built. Options thus cannot request more
/// memory than the file has.
/// </summary>
internal static class ExpectedWeights
{
    private static readonly string FirstWeight = StateNames.Of(StateNames.Generator, Generator.FirstWeightKey);

    /// <summary>Gets the element type of the parameters of a run or of a generator.</summary>
    /// <exception cref="CheckpointException">The generator's first weight is missing or has another element type.</exception>
    internal static ScalarType TypeOf(SafetensorsFile file) => file.TryGet(FirstWeight, out SafetensorsTensor? weight)
        && weight.Type is ScalarType.Float32 or ScalarType.Float64
            ? weight.Type
            : throw new CheckpointException(file.Path, FirstWeight, "must be present and be Float32 or Float64.");

    /// <summary>Checks that the file has all parameters of the networks that its options describe.</summary>
    /// <exception cref="CheckpointException">
    /// A parameter is missing or has another shape or type; each difference is listed.
    /// </exception>
    internal static void Check(SafetensorsFile file, StoredOptions options)
    {
        ScalarType type = TypeOf(file);
        IEnumerable<ExpectedTensor> expected = Of(StateNames.Generator, Generator.ParameterShapes(options.Generator), type)
            .Concat(options.Discriminator is null
                ? []
                : Of(StateNames.Discriminator, Discriminator.ParameterShapes(options.Discriminator), type));
        CheckpointMatch.ThrowIfAny(file.Path, $"its own '{CheckpointFormat.OptionsKey}'", CheckpointMatch.Faults(expected, file));
    }

    private static IEnumerable<ExpectedTensor> Of(string network, IEnumerable<ParameterShape> parameters, ScalarType type) =>
        parameters.Select(parameter => new ExpectedTensor(StateNames.Of(network, parameter.Name), type, parameter.Shape));
}
