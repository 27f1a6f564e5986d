namespace Dcgan.Benchmarks;

/// <summary>The measurement of one operation, or the medians over several rounds.</summary>
/// <param name="Operation">The operation.</param>
/// <param name="Seconds">Duration of the operation, in seconds.</param>
/// <param name="ExtraMegabytes">
/// Peak memory in MiB beyond the memory in use before the operation; null if the system does not report it.
/// </param>
internal sealed record CheckpointReading(CheckpointOperation Operation, double Seconds, double? ExtraMegabytes)
{
    internal static CheckpointReading Median(CheckpointOperation operation, IReadOnlyList<CheckpointReading> rounds)
    {
        double[] extra = [.. rounds.Select(round => round.ExtraMegabytes).OfType<double>()];
        return new(
            operation,
            Statistics.Median(rounds.Select(round => round.Seconds)),
            extra.Length == 0 ? null : Statistics.Median(extra));
    }

    /// <summary>
    /// Converts the reading to an entry of the result file. The entry includes the memory only for a save, because a load
    /// needs memory for the tensors that it reads.
    /// </summary>
    internal ResultEntry ToEntry() => new(
        Operation.Case,
        Operation.Contender.Id,
        Seconds,
        ImagesPerSecond: null,
        Gflops: null,
        Operation == CheckpointOperation.Save ? ExtraMegabytes : null);
}
