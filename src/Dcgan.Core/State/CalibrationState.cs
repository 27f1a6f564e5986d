using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>A generator's calibrated statistics as state entries: present for all normalized layers or for no layer.</summary>
internal static class CalibrationState
{
    /// <summary>Whether a state_dict key names a calibrated statistic, which is present only after calibration.</summary>
    internal static bool IsKey(string key) =>
        key.EndsWith($".{BatchNormalization.CalibratedMeanKey}", StringComparison.Ordinal)
        || key.EndsWith($".{BatchNormalization.CalibratedVarianceKey}", StringComparison.Ordinal);

    /// <summary>The entries of all statistics, with their values if the generator is calibrated.</summary>
    /// <param name="generator">The generator.</param>
    /// <param name="name">The generator's name in the run.</param>
    internal static IEnumerable<StateEntry> Entries(Generator generator, string name) =>
        generator.named_modules()
            .Where(entry => entry.module is BatchNormalization)
            .SelectMany(entry => Entries(StateNames.Of(name, entry.name), (BatchNormalization)entry.module));

    /// <summary>Returns an error if some statistics are present and others are not; null otherwise.</summary>
    /// <param name="generator">The generator that will take the statistics.</param>
    /// <param name="name">The generator's name in the run.</param>
    /// <param name="isPresent">Whether an entry with the given name is present.</param>
    internal static string? Fault(Generator generator, string name, Func<string, bool> isPresent)
    {
        string[] names = [.. Entries(generator, name).Select(entry => entry.Name)];
        int found = names.Count(isPresent);
        return found == 0 || found == names.Length
            ? null
            : $"calibrated statistics: expected all {names.Length} tensors or none but found {found}";
    }

    private static StateEntry[] Entries(string layer, BatchNormalization norm)
    {
        ChannelStatistics? current = norm.Calibrated;
        Tensor? restoredMean = null;
        return
        [
            new(
                $"{layer}.{BatchNormalization.CalibratedMeanKey}",
                current?.Mean,
                norm.Weight.dtype,
                norm.Weight.Sizes(),
                mean => restoredMean = Copy(mean, norm))
            {
                Clear = () => norm.Calibrated = null,
            },
            new(
                $"{layer}.{BatchNormalization.CalibratedVarianceKey}",
                current?.Variance,
                norm.Weight.dtype,
                norm.Weight.Sizes(),
                variance =>
                {
                    norm.Calibrated = new ChannelStatistics(restoredMean!, Copy(variance, norm));
                    restoredMean = null; // The layer owns it now.
                })
            {
                Clear = static () => { }, // The mean's entry has removed both.
            },
        ];
    }

    private static Tensor Copy(Tensor value, BatchNormalization norm) =>
        value.to(norm.Weight.dtype, norm.Weight.device, copy: true).DetachFromDisposeScope();
}
