using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The training images nearest to samples: what a sample looks like when it was learnt by heart is its neighbour. It owns its
/// tensors.
/// </summary>
public sealed class NearestNeighbours : IDisposable
{
    private NearestNeighbours(Tensor indices, Tensor distances)
    {
        Indices = indices;
        Distances = distances;
    }

    /// <summary>[N, count], int64: the neighbours' places in the stream, the first row of the first batch being 0; nearest first.</summary>
    public Tensor Indices { get; }

    /// <summary>[N, count], float64: Euclidean, ascending.</summary>
    public Tensor Distances { get; }

    /// <summary>Finds neighbours in a stream of batches, of which only one is looked at at a time.</summary>
    /// <param name="samples">[N, ...], finite, of a floating-point type: images, features or anything else.</param>
    /// <param name="real">Batches [B, ...] of the same rows, type and device, which stay the caller's.</param>
    /// <param name="count">Neighbours of each sample, at least 1 and at most the stream's rows.</param>
    /// <param name="features">
    /// Makes features of samples and batches, in which the distances are taken; null takes them between the rows as they are.
    /// It is called without gradients.
    /// </param>
    /// <exception cref="ArgumentException">The samples or a batch do not fit, or the stream has too few rows.</exception>
    public static NearestNeighbours Of(
        Tensor samples, IEnumerable<Tensor> real, int count = 1, Func<Tensor, Tensor>? features = null)
    {
        ArgumentNullException.ThrowIfNull(real);
        Expect.AtLeast(1, count, nameof(count));

        // No scope here: what the stream makes on its way stays the caller's.
        using var search = new NeighbourSearch(samples, count, features);
        foreach (Tensor batch in real)
        {
            search.Look(batch);
        }

        if (search.Seen < count)
        {
            throw new ArgumentException($"real: expected at least {count} rows but was {search.Seen}.", nameof(real));
        }

        return new(search.Indices.alias(), search.Distances.alias());
    }

    /// <summary>Gives its tensors back.</summary>
    public void Dispose()
    {
        Indices.Dispose();
        Distances.Dispose();
    }
}
