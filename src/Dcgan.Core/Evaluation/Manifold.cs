using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Whether generated rows are like real ones, and whether all kinds of real ones are generated, apart: precision and recall
/// (Kynkäänniemi et al., 2019), density and coverage (Naeem et al., 2020). A row's neighbourhood is the ball around it up to its
/// k-th neighbour in its own set.
/// </summary>
public static class Manifold
{
    /// <summary>Distances that rounding alone makes unequal count as equal; as a part of the largest squared norm.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Measures generated rows against real ones, a block of their distances at a time.</summary>
    /// <param name="real">[N, D], finite, N above <paramref name="neighbours"/>.</param>
    /// <param name="generated">[M, D], finite, M above <paramref name="neighbours"/>, on the same device.</param>
    /// <param name="neighbours">k, at least 1. Default 5, Naeem's; Kynkäänniemi's is 3.</param>
    /// <remarks>The measures depend on N, M and k: compare only such as have the same. A point on a ball's edge is inside.</remarks>
    /// <exception cref="ArgumentException">The features do not fit, or there are too few rows.</exception>
    public static ManifoldMeasures Measure(Tensor real, Tensor generated, int neighbours = 5)
    {
        Expect.AtLeast(1, neighbours, nameof(neighbours));
        using var measuring = new MeasuringScope();
        Tensor reals = MeasuredTensors.Rows(real, nameof(real), neighbours + 1L);
        Tensor others = MeasuredTensors.Rows(generated, nameof(generated), neighbours + 1L);
        MeasuredTensors.Alike(others, nameof(generated), reals);

        // Distances do not change by it, and the nearer the rows are to 0, the less their distances lose by rounding.
        Tensor centre = reals.mean([0], keepdim: true);
        return OfCentred(reals - centre, others - centre, neighbours);
    }

    private static ManifoldMeasures OfCentred(Tensor reals, Tensor others, int neighbours)
    {
        double largest = Math.Max(LargestSquaredNorm(reals), LargestSquaredNorm(others));
        Tensor realRadii = SquaredRadii(reals, neighbours).add_(largest * Rounding);
        Tensor otherRadii = SquaredRadii(others, neighbours).add_(largest * Rounding);
        (long realCount, long otherCount) = (reals.shape[0], others.shape[0]);

        Tensor inside = zeros([otherCount], int64, reals.device);
        (long recalled, long covered) = (0, 0);
        long block = MeasuredTensors.BlockRows(otherCount);
        for (long start = 0; start < realCount; start += block)
        {
            using DisposeScope scope = NewDisposeScope();
            long length = Math.Min(block, realCount - start);
            Tensor distances = MeasuredTensors.SquaredDistances(reals.narrow(0, start, length), others);
            Tensor inReal = distances <= realRadii.narrow(0, start, length).unsqueeze(1);
            inside.add_(inReal.sum([0])); // a plain 0 would be an element type
            covered += inReal.any(1).sum().item<long>();
            recalled += (distances <= otherRadii.unsqueeze(0)).any(1).sum().item<long>();
        }

        return new(
            Precision: (double)(inside > 0).sum().item<long>() / otherCount,
            Recall: (double)recalled / realCount,
            Density: (double)inside.sum().item<long>() / ((double)neighbours * otherCount),
            Coverage: (double)covered / realCount);
    }

    private static double LargestSquaredNorm(Tensor rows) => rows.square().sum(1).max().item<double>();

    /// <summary>[N]: to the k-th neighbour; the nearest of k + 1 is the row itself, or one that equals it.</summary>
    private static Tensor SquaredRadii(Tensor rows, int neighbours)
    {
        var radii = new List<Tensor>();
        foreach (Tensor block in rows.split(MeasuredTensors.BlockRows(rows.shape[0])))
        {
            using DisposeScope scope = NewDisposeScope();
            (Tensor nearest, _) = MeasuredTensors.SquaredDistances(block, rows).topk(neighbours + 1, 1, largest: false, sorted: true);
            radii.Add(nearest.select(1, neighbours).clone().MoveToOuterDisposeScope());
        }

        return cat(radii);
    }
}
