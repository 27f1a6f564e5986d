using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>Finds the nearest rows of a stream for each sample.</summary>
internal sealed class NeighborSearch : IDisposable
{
    private readonly Func<Tensor, Tensor>? features;
    private readonly int count;
    private readonly Tensor samples;

    /// <param name="samples">[N, ...].</param>
    /// <param name="count">Number of neighbors per sample.</param>
    /// <param name="features">The host's features, or null to compare the flattened values.</param>
    internal NeighborSearch(Tensor samples, int count, Func<Tensor, Tensor>? features)
    {
        using var measuring = new MeasuringScope();
        this.features = features;
        this.count = count;
        Tensor rows = MeasuredFeatures.Rows(samples, nameof(samples), features);
        this.samples = rows.clone().DetachFromDisposeScope();
        Indices = zeros([rows.size(0), 0], int64, rows.device).DetachFromDisposeScope();
        Distances = zeros([rows.size(0), 0], float64, rows.device).DetachFromDisposeScope();
    }

    /// <summary>Number of rows searched.</summary>
    internal long Seen { get; private set; }

    /// <summary>[N, min(count, Seen)], int64: row numbers of the nearest rows in the stream.</summary>
    internal Tensor Indices { get; private set; }

    /// <summary>[N, min(count, Seen)], float64: distances of the nearest rows, ascending.</summary>
    internal Tensor Distances { get; private set; }

    /// <summary>Searches one more batch [B, ...].</summary>
    internal void Add(Tensor real)
    {
        using var measuring = new MeasuringScope();
        Tensor rows = MeasuredFeatures.Rows(real, nameof(real), features);
        MeasuredTensors.Alike(rows, nameof(real), samples);
        (Tensor distances, Tensor indices) = Nearest(rows, (int)Math.Min(count, rows.size(0)));
        Tensor allDistances = cat([Distances, distances], 1);
        Tensor allIndices = cat([Indices, indices.Add(Seen)], 1);
        (Tensor best, Tensor order) = allDistances.topk((int)Math.Min(count, allDistances.size(1)), 1, largest: false, sorted: true);
        Tensor bestIndices = allIndices.gather(1, order);
        Distances.Dispose();
        Indices.Dispose();
        Distances = best.DetachFromDisposeScope();
        Indices = bestIndices.DetachFromDisposeScope();
        Seen += rows.size(0);
    }

    public void Dispose()
    {
        samples.Dispose();
        Indices.Dispose();
        Distances.Dispose();
    }

    /// <remarks>
    /// The matrix product only selects the neighbors. Their distances are computed again from differences: an exact copy has
    /// distance 0.
    /// </remarks>
    private (Tensor Distances, Tensor Indices) Nearest(Tensor rows, int candidates)
    {
        (_, Tensor indices) = MeasuredTensors.SquaredDistances(samples, rows).topk(candidates, 1, largest: false, sorted: true);
        var distances = new List<Tensor>();
        for (int i = 0; i < candidates; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor difference = rows.index_select(0, indices.select(1, i)).sub_(samples);
            distances.Add(difference.Pow_(2).sum(1, keepdim: true).sqrt_().MoveToOuterDisposeScope());
        }

        return (cat(distances, 1), indices);
    }
}
