using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// The training images nearest to generated samples. A sample that the generator memorized has a neighbor at a distance near 0.
/// Owns its tensors.
/// </summary>
public sealed class NearestNeighbors : IDisposable
{
    private NearestNeighbors(Tensor indices, Tensor distances)
    {
        Indices = indices;
        Distances = distances;
    }

    /// <summary>
    /// [N, count], int64: row numbers of the neighbors in the stream, counted from 0 over all batches; nearest first.
    /// </summary>
    public Tensor Indices { get; }

    /// <summary>[N, count], float64: Euclidean distances of the neighbors, ascending.</summary>
    public Tensor Distances { get; }

    /// <summary>Finds the nearest neighbors of samples in a stream of batches. Only one batch is read at a time.</summary>
    /// <param name="samples">[N, ...], finite, of a floating-point type: images, features or other values.</param>
    /// <param name="real">
    /// Batches [B, ...] with the row shape, type and device of the samples. The caller keeps ownership. To cancel the search,
    /// throw <see cref="OperationCanceledException"/> from the enumerator.
    /// </param>
    /// <param name="count">Number of neighbors per sample, at least 1 and at most the number of rows in the stream.</param>
    /// <param name="features">
    /// Maps samples and batches to features [N, D], or to feature maps [N, D, h, w], which are averaged over h and w. Distances
    /// are computed between these features; null compares the flattened values. The function is called with gradients disabled.
    /// </param>
    /// <exception cref="ArgumentException">The samples or a batch do not fit, or the stream has too few rows.</exception>
    public static NearestNeighbors Find(
        Tensor samples, IEnumerable<Tensor> real, int count = 1, Func<Tensor, Tensor>? features = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        Expect.AtLeast(1, count, nameof(count));

        // No dispose scope around the loop, because tensors that the caller's enumerator creates belong to the caller.
        using var search = new NeighborSearch(samples, count, features);
        foreach (Tensor batch in real)
        {
            search.Add(batch);
        }

        if (search.Seen < count)
        {
            throw new ArgumentException($"real: expected at least {count} rows but was {search.Seen}.", nameof(real));
        }

        return new(search.Indices.alias(), search.Distances.alias());
    }

    /// <summary>Disposes both tensors.</summary>
    public void Dispose()
    {
        Indices.Dispose();
        Distances.Dispose();
    }
}
