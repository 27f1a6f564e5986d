using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Measures fidelity and variety separately: precision and recall (Kynkäänniemi et al., 2019), density and coverage (Naeem et
/// al., 2020). The neighborhood of a row is a ball around the row. Its radius is the distance to the k-th nearest neighbor in the
/// same set.
/// </summary>
public static class Manifold
{
    /// <summary>Tolerance for rounding when distances are compared, relative to the largest squared norm.</summary>
    private const double Rounding = 1e-12;

    /// <summary>Measures generated rows against real rows. Distances are computed in blocks to limit memory.</summary>
    /// <param name="real">[N, D], finite, N above <paramref name="neighbors"/>.</param>
    /// <param name="generated">[M, D], finite, M above <paramref name="neighbors"/>, on the same device.</param>
    /// <param name="neighbors">k, at least 1. Default 5, as in Naeem et al.; Kynkäänniemi et al. use 3.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked before each block of rows. A block has up to 8.4 million distances.</param>
    /// <remarks>
    /// The measures depend on N, M and k: compare only results with equal N, M and k. A point on the surface of a ball is inside
    /// it.
    /// </remarks>
    /// <exception cref="ArgumentException">The features do not fit, or there are too few rows.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static ManifoldMeasures Measure(
        Tensor real,
        Tensor generated,
        int neighbors = 5,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Expect.AtLeast(1, neighbors, nameof(neighbors));
        using Tensor first = MeasuringScope.Compute(() => MeasuredTensors.Rows(real, nameof(real), neighbors + 1L));
        using Tensor second = MeasuringScope.Compute(() => MeasuredTensors.Rows(generated, nameof(generated), neighbors + 1L));
        MeasuredTensors.Alike(second, nameof(generated), first);

        // A shift preserves distances, and distances between rows near 0 have smaller rounding errors.
        using Tensor center = MeasuringScope.Compute(() => first.mean([0], keepdim: true));
        using Tensor reals = MeasuringScope.Compute(() => first - center);
        using Tensor others = MeasuringScope.Compute(() => second - center);
        (double n, double m) = (reals.size(0), others.size(0));
        var steps = new MeasuringSteps((n * n) + (m * m) + (n * m), progress, cancellationToken);
        double margin = Rounding * Math.Max(LargestSquaredNorm(reals), LargestSquaredNorm(others));
        using Tensor realRadii = SquaredRadii(reals, neighbors, margin, steps);
        using Tensor otherRadii = SquaredRadii(others, neighbors, margin, steps);
        return Compare(reals, realRadii, others, otherRadii, neighbors, steps);
    }

    /// <summary>Counts the rows of each set that are in neighborhoods of the other set.</summary>
    private static ManifoldMeasures Compare(
        Tensor reals, Tensor realRadii, Tensor others, Tensor otherRadii, int neighbors, MeasuringSteps steps)
    {
        (long realCount, long otherCount) = (reals.size(0), others.size(0));
        using Tensor inside = MeasuringScope.Compute(() => zeros([otherCount], int64, reals.device));
        (long recalled, long covered) = (0, 0);
        foreach ((long start, long length) in MeasuredTensors.Blocks(realCount, otherCount))
        {
            steps.Run((double)length * otherCount, () =>
            {
                Tensor distances = MeasuredTensors.SquaredDistances(reals.narrow(0, start, length), others);
                Tensor inReal = distances <= realRadii.narrow(0, start, length).unsqueeze(1);
                inside.Add_(inReal.sum([0])); // not sum(0): a number there is an element type
                covered += inReal.any(1).sum().item<long>();
                recalled += (distances <= otherRadii.unsqueeze(0)).any(1).sum().item<long>();
            });
        }

        using var measuring = new MeasuringScope();
        return new(
            Precision: (double)inside.Gt(0).sum().item<long>() / otherCount,
            Recall: (double)recalled / realCount,
            Density: (double)inside.sum().item<long>() / ((double)neighbors * otherCount),
            Coverage: (double)covered / realCount);
    }

    private static double LargestSquaredNorm(Tensor rows)
    {
        using var measuring = new MeasuringScope();
        return rows.Square().sum(1).max().item<double>();
    }

    /// <summary>Computes the squared distance of each row to its k-th nearest neighbor, plus a margin.</summary>
    /// <returns>[N], float64; the caller disposes it.</returns>
    private static Tensor SquaredRadii(Tensor rows, int neighbors, double margin, MeasuringSteps steps)
    {
        long count = rows.size(0);
        Tensor radii = MeasuringScope.Compute(() => zeros([count], float64, rows.device));
        try
        {
            foreach ((long start, long length) in MeasuredTensors.Blocks(count, count))
            {
                steps.Run((double)length * count, () =>
                {
                    // The nearest of the k + 1 rows is the row itself, or a row equal to it.
                    Tensor distances = MeasuredTensors.SquaredDistances(rows.narrow(0, start, length), rows);
                    (Tensor nearest, _) = distances.topk(neighbors + 1, 1, largest: false, sorted: true);
                    radii.narrow(0, start, length).copy_(nearest.select(1, neighbors).Add(margin));
                });
            }

            return radii;
        }
        catch
        {
            radii.Dispose();
            throw;
        }
    }
}
