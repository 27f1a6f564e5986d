using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Mean and covariance of features that come in batches, in float64, by the merging of Chan, Golub and LeVeque (1979): however
/// the rows are cut into batches, the result is the same but for rounding. Memory is D² numbers, whatever the rows.
/// </summary>
public sealed class FeatureStatistics : IDisposable
{
    private readonly StreamingMoments moments = new();
    private bool disposed;

    /// <summary>Rows so far.</summary>
    public long Count => moments.Count;

    /// <summary>D: numbers in a row; 0 before the first.</summary>
    public long Features => moments.Mean?.shape[0] ?? 0;

    /// <summary>Adds rows. Where it throws, nothing has been added.</summary>
    /// <param name="features">[N, D], finite, of a floating-point type; D and the device as in the first batch.</param>
    /// <exception cref="ArgumentException">The features do not fit.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
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
        moments.Add(rows.shape[0], mean, centered.t().mm(centered));
    }

    /// <summary>The mean of the rows.</summary>
    /// <returns>[D], float64, which the caller disposes.</returns>
    /// <exception cref="InvalidOperationException">There are no rows.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public Tensor Mean()
    {
        NeedRows(1);
        using var measuring = new MeasuringScope();
        return moments.Mean!.clone().MoveToOuterDisposeScope();
    }

    /// <summary>The unbiased covariance: divided by one less than the rows.</summary>
    /// <returns>[D, D], float64, symmetric, which the caller disposes.</returns>
    /// <exception cref="InvalidOperationException">There are fewer than 2 rows.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public Tensor Covariance()
    {
        NeedRows(2);
        using var measuring = new MeasuringScope();
        return (moments.Deviations! / (Count - 1)).MoveToOuterDisposeScope();
    }

    /// <summary>The trace of the covariance: the mean squared distance of a row from the mean, unbiased. At least 0.</summary>
    /// <exception cref="InvalidOperationException">There are fewer than 2 rows.</exception>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public double TotalVariance()
    {
        NeedRows(2);
        using var measuring = new MeasuringScope();
        return moments.Deviations!.diagonal().sum().item<double>() / (Count - 1);
    }

    /// <summary>Forgets all rows, and their D.</summary>
    /// <exception cref="ObjectDisposedException">It has been disposed.</exception>
    public void Clear()
    {
        ObjectDisposedException.ThrowIf(disposed, this);
        moments.Clear();
    }

    /// <summary>Gives its tensors back.</summary>
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
            throw new InvalidOperationException($"At least {minimum} rows of features are needed but {Count} were added.");
        }
    }
}
