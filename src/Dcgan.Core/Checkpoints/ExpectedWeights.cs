using Dcgan.Core.Safetensors;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Checks the parameters in a file against the file's own options before any network is built. Options thus cannot request more
/// memory than the file has.
/// </summary>
internal static class ExpectedWeights
{
    private static readonly string[] Networks =
        [$"{StateNames.Generator}.", $"{StateNames.Discriminator}.", $"{StateNames.AveragedGenerator}."];

    private static readonly string FirstWeight = StateNames.Of(StateNames.Generator, Generator.FirstWeightKey);

    /// <summary>Gets the element type of the parameters of a run or of a generator.</summary>
    /// <exception cref="CheckpointException">The generator's first weight is missing or has another element type.</exception>
    internal static ScalarType TypeOf(SafetensorsFile file) => file.TryGet(FirstWeight, out SafetensorsTensor? weight)
        && IsOfParameters(weight.Type)
            ? weight.Type
            : throw new CheckpointException(file.Path, FirstWeight, "must be present and be Float32, Float64, BFloat16 or Float16.");

    /// <summary>
    /// Checks, before anything is written, that all parameters and buffers of the networks have one element type, which can be
    /// opened again.
    /// </summary>
    /// <param name="entries">The state to be written. The first entry is a parameter.</param>
    /// <exception cref="InvalidOperationException">
    /// The element types differ, or a file of this type could not be opened.
    /// </exception>
    internal static void CheckTypes(IReadOnlyList<StateEntry> entries)
    {
        StateEntry first = entries[0];
        StateEntry? other = entries
            .Where(entry => Networks.Any(network => entry.Name.StartsWith(network, StringComparison.Ordinal)))
            .FirstOrDefault(entry => entry.Type != first.Type);
        if (other is not null || !IsOfParameters(first.Type))
        {
            throw new InvalidOperationException(
                $"Save: all parameters and buffers must have one element type, Float32, Float64, BFloat16 or Float16, but {first.Name} is {first.Type}"
                + (other is null ? "." : $" and {other.Name} is {other.Type}: convert the whole trainer or generator."));
        }
    }

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

    /// <summary>Whether networks can have parameters of an element type.</summary>
    internal static bool IsOfParameters(ScalarType type) =>
        type is ScalarType.Float32 or ScalarType.Float64 or ScalarType.BFloat16 or ScalarType.Float16;

    private static IEnumerable<ExpectedTensor> Of(string network, IEnumerable<ParameterShape> parameters, ScalarType type) =>
        parameters.Select(parameter => new ExpectedTensor(StateNames.Of(network, parameter.Name), type, parameter.Shape));
}
