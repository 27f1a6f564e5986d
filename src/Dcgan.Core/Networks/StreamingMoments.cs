using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Mean and second moments of rows that come in parts: the parts are merged with the pairwise formulas of Chan, Golub and
/// LeVeque (1979), which stay accurate where means are large. The result does not depend on the parts, except for rounding.
/// It owns its tensors.
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

    /// <summary>Merges a part. Where it throws, nothing has changed.</summary>
    /// <param name="count">Number of rows of the part: at least 1.</param>
    /// <param name="mean">
    /// Their mean, [C], float64, in the caller's dispose scope, from which it is detached where it is kept.
    /// </param>
    /// <param name="deviations">
    /// Sums of their squared deviations from their own mean, [C], or of the outer products, [C, C], in the same form for every
    /// part; float64, in the caller's dispose scope, from which it is detached where it is kept.
    /// </param>
    internal void Add(long count, Tensor mean, Tensor deviations)
    {
        using var scope = NewDisposeScope();
        long total = Count + count;
        if (Mean is not null && Deviations is not null)
        {
            Tensor difference = mean - Mean;
            Tensor between = deviations.dim() == 2 ? difference.outer(difference) : difference.square();
            mean = Mean + (difference * ((double)count / total));
            deviations = Deviations + deviations + (between * ((double)Count * count / total));
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
