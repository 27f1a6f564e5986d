namespace Dcgan.Benchmarks;

/// <summary>What one operation took, or the medians of several rounds.</summary>
/// <param name="Operation">Which.</param>
/// <param name="Seconds">Its time.</param>
/// <param name="ExtraMegabytes">
/// The most memory it held at once beyond what was there before; null where the system does not say.
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

    /// <summary>Of the memory only a save's is written: a load's is the tensors that it reads, and that is known.</summary>
    internal ResultEntry ToEntry() => new(
        Operation.Case,
        Operation.Contender.Id,
        Seconds,
        ImagesPerSecond: null,
        Gflops: null,
        Operation == CheckpointOperation.Save ? ExtraMegabytes : null);
}
