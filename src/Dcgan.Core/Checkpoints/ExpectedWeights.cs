using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The weights that options speak of, without networks: held against a file's own before any network is built, so that no
/// number in a file's options can ask for more memory than the file has.
/// </summary>
internal static class ExpectedWeights
{
    private const string FirstWeight = $"{CheckpointFormat.Generator}.project.linear.weight";

    /// <summary>The element type of a run's or a generator's parameters.</summary>
    internal static ScalarType TypeOf(SafetensorsFile file) => file.TryGet(FirstWeight, out SafetensorsTensor? weight)
        && weight.Type is ScalarType.Float32 or ScalarType.Float64
            ? weight.Type
            : throw new CheckpointException(file.Path, FirstWeight, "it must be there and be Float32 or Float64.");

    /// <summary>That the file has all weights that its own options speak of.</summary>
    /// <exception cref="CheckpointException">It has not; each difference is listed.</exception>
    internal static void Check(SafetensorsFile file, StoredOptions options)
    {
        ScalarType type = TypeOf(file);
        IEnumerable<ExpectedTensor> weights = Of(options.Generator).Concat(options.Discriminator is null ? [] : Of(options.Discriminator))
            .Select(weight => new ExpectedTensor(weight.Name, type, weight.Shape));
        CheckpointMatch.ThrowIfAny(file.Path, $"its own '{CheckpointFormat.OptionsKey}'", CheckpointMatch.Faults(weights, file));
    }

    private static IEnumerable<(string Name, long[] Shape)> Of(GeneratorOptions options)
    {
        Depths depths = options.Depths;
        yield return (FirstWeight, [(long)depths[0] * options.BaseSize * options.BaseSize, options.InputSize]);
        if (options.Classes > 0)
        {
            yield return ($"{CheckpointFormat.Generator}.labels.weight", [options.Classes, options.LabelSize]);
        }

        for (int stage = 0; stage < depths.Count; stage++)
        {
            long outChannels = stage == depths.Count - 1 ? options.ImageChannels : depths[stage + 1];
            yield return ($"{CheckpointFormat.Generator}.stages.{stage}.weight", [depths[stage], outChannels, Kernel.Side, Kernel.Side]);
        }
    }

    private static IEnumerable<(string Name, long[] Shape)> Of(DiscriminatorOptions options)
    {
        Depths depths = options.Depths;
        for (int stage = 0; stage < depths.Count; stage++)
        {
            long inChannels = stage == 0 ? options.ImageChannels : depths[stage - 1];
            yield return ($"{CheckpointFormat.Discriminator}.stages.{stage}.weight", [depths[stage], inChannels, Kernel.Side, Kernel.Side]);
        }

        yield return (
            $"{CheckpointFormat.Discriminator}.classifier.weight",
            [options.Logits, (long)depths[^1] * options.BaseSize * options.BaseSize]);
        if (options.Classes > 0)
        {
            yield return ($"{CheckpointFormat.Discriminator}.labels.weight", [options.Classes, depths[^1]]);
        }
    }
}
