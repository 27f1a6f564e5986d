using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>The nearest rows so far of a stream, for each sample.</summary>
internal sealed class NeighbourSearch : IDisposable
{
    private readonly Func<Tensor, Tensor>? features;
    private readonly int count;
    private readonly Tensor samples;

    /// <param name="samples">[N, ...].</param>
    /// <param name="count">Neighbours of each.</param>
    /// <param name="features">The host's, or null.</param>
    internal NeighbourSearch(Tensor samples, int count, Func<Tensor, Tensor>? features)
    {
        using var measuring = new MeasuringScope();
        this.features = features;
        this.count = count;
        Tensor rows = MeasuredFeatures.Of(samples, nameof(samples), features);
        this.samples = rows.clone().DetachFromDisposeScope();
        Indices = zeros([rows.shape[0], 0], int64, rows.device).DetachFromDisposeScope();
        Distances = zeros([rows.shape[0], 0], float64, rows.device).DetachFromDisposeScope();
    }

    /// <summary>Rows seen.</summary>
    internal long Seen { get; private set; }

    /// <summary>[N, up to count].</summary>
    internal Tensor Indices { get; private set; }

    /// <summary>[N, up to count], ascending.</summary>
    internal Tensor Distances { get; private set; }

    internal void Look(Tensor real)
    {
        using var measuring = new MeasuringScope();
        Tensor rows = MeasuredFeatures.Of(real, nameof(real), features);
        MeasuredTensors.Alike(rows, nameof(real), samples);
        (Tensor distances, Tensor places) = Nearest(rows, (int)Math.Min(count, rows.shape[0]));
        Tensor allDistances = cat([Distances, distances], 1);
        Tensor allIndices = cat([Indices, places + Seen], 1);
        (Tensor best, Tensor order) = allDistances.topk((int)Math.Min(count, allDistances.shape[1]), 1, largest: false, sorted: true);
        Tensor indices = allIndices.gather(1, order);
        Distances.Dispose();
        Indices.Dispose();
        Distances = best.DetachFromDisposeScope();
        Indices = indices.DetachFromDisposeScope();
        Seen += rows.shape[0];
    }

    public void Dispose()
    {
        samples.Dispose();
        Indices.Dispose();
        Distances.Dispose();
    }

    /// <remarks>
    /// The matrix product finds them; their distances are then taken anew by difference, so that a copy is at 0 exactly.
    /// </remarks>
    private (Tensor Distances, Tensor Places) Nearest(Tensor rows, int candidates)
    {
        (_, Tensor places) = MeasuredTensors.SquaredDistances(samples, rows).topk(candidates, 1, largest: false, sorted: true);
        var distances = new List<Tensor>();
        for (int i = 0; i < candidates; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor difference = rows.index_select(0, places.select(1, i)).sub_(samples);
            distances.Add(difference.pow_(2).sum(1, keepdim: true).sqrt_().MoveToOuterDisposeScope());
        }

        return (cat(distances, 1), places);
    }
}
