using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The weights that follow from options. They are compared with a file's weights before any network is built, so that no number in
/// the file's options can request more memory than the file has.
/// </summary>
internal static class ExpectedWeights
{
    private const string FirstWeight = $"{StateNames.Generator}.project.linear.weight";

    /// <summary>The element type of a run's or a generator's parameters.</summary>
    internal static ScalarType TypeOf(SafetensorsFile file) => file.TryGet(FirstWeight, out SafetensorsTensor? weight)
        && weight.Type is ScalarType.Float32 or ScalarType.Float64
            ? weight.Type
            : throw new CheckpointException(file.Path, FirstWeight, "must be present and be Float32 or Float64.");

    /// <summary>Checks that the file has the weights that follow from its own options.</summary>
    /// <exception cref="CheckpointException">It does not; the message lists each difference.</exception>
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
            yield return ($"{StateNames.Generator}.labels.weight", [options.Classes, options.LabelSize]);
        }

        for (int stage = 0; stage < depths.Count; stage++)
        {
            long outChannels = stage == depths.Count - 1 ? options.ImageChannels : depths[stage + 1];
            yield return ($"{StateNames.Generator}.stages.{stage}.weight", [depths[stage], outChannels, Kernel.Side, Kernel.Side]);
        }
    }

    private static IEnumerable<(string Name, long[] Shape)> Of(DiscriminatorOptions options)
    {
        Depths depths = options.Depths;
        for (int stage = 0; stage < depths.Count; stage++)
        {
            long inChannels = stage == 0 ? options.ImageChannels : depths[stage - 1];
            yield return ($"{StateNames.Discriminator}.stages.{stage}.weight", [depths[stage], inChannels, Kernel.Side, Kernel.Side]);
        }

        yield return (
            $"{StateNames.Discriminator}.classifier.weight",
            [options.Logits, (long)depths[^1] * options.BaseSize * options.BaseSize]);
        if (options.Classes > 0)
        {
            yield return ($"{StateNames.Discriminator}.labels.weight", [options.Classes, depths[^1]]);
        }
    }
}
