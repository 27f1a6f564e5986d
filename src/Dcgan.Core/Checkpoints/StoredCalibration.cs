using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A generator's calibrated statistics in a checkpoint: those of every normalised layer, or none.</summary>
internal static class StoredCalibration
{
    /// <summary>Whether a key of a state dict names a calibrated statistic, which is there only now and then.</summary>
    internal static bool Holds(string key) =>
        key.EndsWith($".{BatchNormalization.CalibratedMeanKey}", StringComparison.Ordinal)
        || key.EndsWith($".{BatchNormalization.CalibratedVarianceKey}", StringComparison.Ordinal);

    /// <summary>The places of the statistics, with their values where there are any.</summary>
    /// <param name="generator">Whose they are.</param>
    /// <param name="name">The generator's in the checkpoint.</param>
    internal static IEnumerable<StoredTensor> Of(Generator generator, string name) =>
        generator.named_modules()
            .Where(entry => entry.module is BatchNormalization)
            .SelectMany(entry => Of(CheckpointFormat.Of(name, entry.name), (BatchNormalization)entry.module));

    /// <summary>That a file has all of them or none.</summary>
    /// <returns>What is wrong, as sentences.</returns>
    internal static IEnumerable<string> Faults(Generator generator, string name, SafetensorsFile file)
    {
        string[] names = [.. Of(generator, name).Select(tensor => tensor.Name)];
        int found = names.Count(file.Contains);
        return found == 0 || found == names.Length
            ? []
            : [$"calibrated statistics: expected all {names.Length} tensors or none but found {found}"];
    }

    private static StoredTensor[] Of(string layer, BatchNormalization norm)
    {
        ChannelStatistics? now = norm.Calibrated;
        Tensor? restoredMean = null;
        return
        [
            new(
                Expected($"{layer}.{BatchNormalization.CalibratedMeanKey}", norm),
                now?.Mean,
                Restore: mean => restoredMean = Copy(mean, norm),
                Clear: () => norm.Calibrated = null),
            new(
                Expected($"{layer}.{BatchNormalization.CalibratedVarianceKey}", norm),
                now?.Variance,
                Restore: variance => norm.Calibrated = new ChannelStatistics(restoredMean!, Copy(variance, norm)),
                Clear: static () => { }),
        ];
    }

    private static ExpectedTensor Expected(string name, BatchNormalization norm) =>
        new(name, norm.Weight.dtype, norm.Weight.shape, IsRequired: false);

    private static Tensor Copy(Tensor value, BatchNormalization norm) =>
        value.to(norm.Weight.dtype, norm.Weight.device, copy: true).DetachFromDisposeScope();
}
