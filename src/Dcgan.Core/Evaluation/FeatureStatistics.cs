using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Accumulates the mean and covariance of features in float64, batch by batch, with the merge of Chan, Golub and LeVeque (1979).
/// The result does not depend on the batch sizes, except for rounding. The memory is D² numbers, regardless of the number of
/// rows.
/// </summary>
public sealed class FeatureStatistics : IDisposable
{
    private readonly StreamingMoments moments = new();
    private bool disposed;

    /// <summary>Number of rows added.</summary>
    public long Count => moments.Count;

    /// <summary>Number of features per row, D; 0 before the first row.</summary>
    public long Features => moments.Mean?.size(0) ?? 0;

    /// <summary>Adds rows. If an exception is thrown, no row has been added.</summary>
    /// <param name="features">[N, D], finite, of a floating-point type; D and the device as in the first batch.</param>
    /// <exception cref="ArgumentException">The features do not fit.</exception>
    /// <exception cref="ObjectDisposedException">The statistics have been disposed.</exception>
    public void Add(Tensor features)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        using var measuring = new MeasuringScope();
        Tensor rows = MeasuredTensors.Rows(features, nameof(features));
        if (moments.Mean is not null)
        {
            MeasuredTensors.Alike(rows, nameof(features), moments.Mean.unsqueeze(0));
        }

        Tensor mean = rows.mean([0]);
        Tensor centered = rows - mean;
        moments.Add(rows.size(0), mean, centered.t().mm(centered));
    }

    /// <summary>Returns the mean of the rows.</summary>
    /// <returns>[D], float64; the caller disposes it.</returns>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="ObjectDisposedException">The statistics have been disposed.</exception>
    public Tensor Mean()
    {
        NeedRows(1);
        using var measuring = new MeasuringScope();
        return moments.Mean!.clone().MoveToOuterDisposeScope();
    }

    /// <summary>Returns the unbiased covariance of the rows, with divisor Count - 1.</summary>
    /// <returns>[D, D], float64, symmetric; the caller disposes it.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than 2 rows.</exception>
    /// <exception cref="ObjectDisposedException">The statistics have been disposed.</exception>
    public Tensor Covariance()
    {
        NeedRows(2);
        using var measuring = new MeasuringScope();
        return moments.Deviations!.Div(Count - 1).MoveToOuterDisposeScope();
    }

    /// <summary>
    /// Returns the trace of the unbiased covariance: the mean squared distance of a row to the mean. At least 0.
    /// </summary>
    /// <exception cref="InvalidOperationException">There are fewer than 2 rows.</exception>
    /// <exception cref="ObjectDisposedException">The statistics have been disposed.</exception>
    public double TotalVariance()
    {
        NeedRows(2);
        using var measuring = new MeasuringScope();
        return moments.Deviations!.diagonal().sum().item<double>() / (Count - 1);
    }

    /// <summary>Removes all rows. The next batch may have a different D.</summary>
    /// <exception cref="ObjectDisposedException">The statistics have been disposed.</exception>
    public void Clear()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        moments.Clear();
    }

    /// <summary>Disposes all tensors of the statistics.</summary>
    public void Dispose()
    {
        moments.Dispose();
        disposed = true;
    }

    private void NeedRows(long minimum)
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        if (Count < minimum)
        {
            throw new InvalidOperationException($"At least {minimum} row(s) of features are needed but {Count} were added.");
        }
    }
}
