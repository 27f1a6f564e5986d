using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Kernel distance: the unbiased squared maximum mean discrepancy (Gretton et al., 2012) with the kernel (x·y / D + 1)³. With
/// Inception features it is the KID (Bińkowski et al., 2018). Unlike <see cref="FrechetDistance"/>, it is unbiased for small
/// sets.
/// </summary>
public static class KernelDistance
{
    /// <summary>Measures the distance over all pairs of rows.</summary>
    /// <param name="real">[N, D], finite, N at least 2.</param>
    /// <param name="generated">[M, D], finite, M at least 2, on the same device.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked before each block of rows. A block has up to 8.4 million pairs.</param>
    /// <returns>
    /// The distance. If both sets come from the same distribution, its mean is 0 and it is negative as often as positive.
    /// </returns>
    /// <exception cref="ArgumentException">The features do not fit.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static double Measure(
        Tensor real, Tensor generated, IProgress<double>? progress = null, CancellationToken cancellationToken = default)
    {
        using Tensor first = MeasuringScope.Compute(() => MeasuredTensors.Rows(real, nameof(real), 2));
        using Tensor second = MeasuringScope.Compute(() => MeasuredTensors.Rows(generated, nameof(generated), 2));
        MeasuredTensors.Alike(second, nameof(generated), first);
        var steps = new MeasuringSteps(Pairs(first.size(0), second.size(0)), progress, cancellationToken);
        return Distance(first, second, steps);
    }

    /// <summary>
    /// Measures the distance over random subsets, the usual form of KID, and returns its mean and standard deviation.
    /// </summary>
    /// <param name="real">[N, D], finite.</param>
    /// <param name="generated">[M, D], finite, on the same device.</param>
    /// <param name="subsets">Number of pairs of subsets, at least 1. Default 100.</param>
    /// <param name="size">
    /// Number of rows per subset, drawn without replacement; at least 2 and at most the smaller of N and M. Default 1,000.
    /// </param>
    /// <param name="seed">Seed of the subsets.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked at least three times per pair of subsets.</param>
    /// <exception cref="ArgumentException">The features do not fit, or a number is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static KernelDistanceEstimate MeasureSubsets(
        Tensor real,
        Tensor generated,
        int subsets = 100,
        int size = 1000,
        long seed = 0,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        Expect.AtLeast(1, subsets, nameof(subsets));
        Expect.AtLeast(2, size, nameof(size));
        using Tensor first = MeasuringScope.Compute(() => MeasuredTensors.Rows(real, nameof(real), size));
        using Tensor second = MeasuringScope.Compute(() => MeasuredTensors.Rows(generated, nameof(generated), size));
        MeasuredTensors.Alike(second, nameof(generated), first);
        var steps = new MeasuringSteps(subsets * Pairs(size, size), progress, cancellationToken);
        using torch.Generator random = Seeds.Stream(seed, SeedStream.Evaluation);
        double[] distances = new double[subsets];
        for (int i = 0; i < subsets; i++)
        {
            using Tensor firstRows = MeasuringScope.Compute(() => Subset(first, size, random));
            using Tensor secondRows = MeasuringScope.Compute(() => Subset(second, size, random));
            distances[i] = Distance(firstRows, secondRows, steps);
        }

        double mean = distances.Average();
        return new(mean, Math.Sqrt(distances.Average(distance => (distance - mean) * (distance - mean))));
    }

    /// <summary>Returns the work of <see cref="Distance"/>: the number of kernel values that it computes.</summary>
    private static double Pairs(double first, double second) => (first * first) + (second * second) + (first * second);

    private static double Distance(Tensor real, Tensor generated, MeasuringSteps steps)
    {
        (double n, double m) = (real.size(0), generated.size(0));
        return ((KernelSum(real, real, steps) - DiagonalSum(real)) / (n * (n - 1)))
            + ((KernelSum(generated, generated, steps) - DiagonalSum(generated)) / (m * (m - 1)))
            - (2 * KernelSum(real, generated, steps) / (n * m));
    }

    private static double KernelSum(Tensor rows, Tensor others, MeasuringSteps steps)
    {
        double sum = 0;
        foreach ((long start, long length) in MeasuredTensors.Blocks(rows.size(0), others.size(0)))
        {
            steps.Run((double)length * others.size(0), () =>
                sum += Kernel(rows.narrow(0, start, length).mm(others.t()), rows.size(1)).sum().item<double>());
        }

        return sum;
    }

    private static double DiagonalSum(Tensor rows)
    {
        using var measuring = new MeasuringScope();
        return Kernel(rows.Square().sum(1), rows.size(1)).sum().item<double>();
    }

    private static Tensor Kernel(Tensor products, long features) => products.Div_(features).Add_(1).Pow_(3);

    private static Tensor Subset(Tensor rows, int size, torch.Generator random) =>
        rows.index_select(0, randperm(rows.size(0), generator: random)[..size].to(rows.device));
}
