using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Mean and second moments of rows that arrive in parts. The parts are merged with the pairwise formulas of Chan, Golub and
/// LeVeque (1979), which stay accurate if means are large. The result does not depend on the division into parts, except for
/// rounding. The object owns its tensors.
/// </summary>
internal sealed class StreamingMoments : IDisposable
{
    /// <summary>Number of rows so far.</summary>
    internal long Count { get; private set; }

    /// <summary>Mean of the rows, [C]; null before the first part.</summary>
    internal Tensor? Mean { get; private set; }

    /// <summary>
    /// Sums over the rows of the squared deviations from the mean, [C], or of the outer products of the deviations, [C, C];
    /// null before the first part.
    /// </summary>
    internal Tensor? Deviations { get; private set; }

    /// <summary>Merges a part. If it throws, nothing has changed.</summary>
    /// <param name="count">Number of rows in the part: at least 1.</param>
    /// <param name="mean">
    /// Mean of the part's rows, [C], float64, in the caller's dispose scope. If the tensor is kept, it is detached from that
    /// scope.
    /// </param>
    /// <param name="deviations">
    /// Sums of the squared deviations of the part's rows from the part's mean, [C], or of the outer products of the deviations,
    /// [C, C]; the same form for every part. float64, in the caller's dispose scope. If the tensor is kept, it is detached from
    /// that scope.
    /// </param>
    internal void Add(long count, Tensor mean, Tensor deviations)
    {
        using var scope = NewDisposeScope();
        long total = Count + count;
        if (Mean is not null && Deviations is not null)
        {
            Tensor difference = mean - Mean;
            Tensor between = deviations.dim() == 2 ? difference.outer(difference) : difference.Square();
            mean = Mean.Add(difference.Mul((double)count / total));
            deviations = Deviations.Add(deviations).Add(between.Mul((double)Count * count / total));
        }

        Clear();
        (Count, Mean, Deviations) = (total, mean.DetachFromDisposeScope(), deviations.DetachFromDisposeScope());
    }

    /// <summary>Removes all rows.</summary>
    internal void Clear()
    {
        Mean?.Dispose();
        Deviations?.Dispose();
        (Count, Mean, Deviations) = (0, null, null);
    }

    public void Dispose() => Clear();
}
