using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// The kernel distance: the unbiased squared maximum mean discrepancy (Gretton et al., 2012) with the kernel (x·y / D + 1)³;
/// with Inception's features it is KID (Bińkowski et al., 2018). Unlike <see cref="FrechetDistance"/> it is not biased by few rows.
/// </summary>
public static class KernelDistance
{
    /// <summary>By all pairs of rows, a block of them at a time.</summary>
    /// <param name="real">[N, D], finite, N at least 2.</param>
    /// <param name="generated">[M, D], finite, M at least 2, on the same device.</param>
    /// <returns>0 in the mean where both sets come from one distribution, and then as often a little below 0 as above.</returns>
    /// <exception cref="ArgumentException">The features do not fit.</exception>
    public static double Between(Tensor real, Tensor generated)
    {
        using var measuring = new MeasuringScope();
        (Tensor first, Tensor second) = Check(real, generated, 2);
        return OfDoubles(first, second);
    }

    /// <summary>By random subsets, as KID is commonly given: with its spread.</summary>
    /// <param name="real">[N, D], finite.</param>
    /// <param name="generated">[M, D], finite, on the same device.</param>
    /// <param name="subsets">How many pairs of subsets, at least 1.</param>
    /// <param name="size">Rows in each, drawn without replacement; at least 2 and at most N and M.</param>
    /// <param name="seed">Names the subsets.</param>
    /// <exception cref="ArgumentException">The features do not fit, or a number is out of its range.</exception>
    public static KernelDistanceEstimate OverSubsets(Tensor real, Tensor generated, int subsets = 100, int size = 1000, long seed = 0)
    {
        Expect.AtLeast(1, subsets, nameof(subsets));
        Expect.AtLeast(2, size, nameof(size));
        using var measuring = new MeasuringScope();
        (Tensor first, Tensor second) = Check(real, generated, size);
        using torch.Generator random = Seeds.Stream(seed, SeedStream.Evaluation);
        double[] distances = new double[subsets];
        for (int i = 0; i < subsets; i++)
        {
            using DisposeScope scope = NewDisposeScope();
            distances[i] = OfDoubles(Subset(first, size, random), Subset(second, size, random));
        }

        double mean = distances.Average();
        return new(mean, Math.Sqrt(distances.Average(distance => (distance - mean) * (distance - mean))));
    }

    private static (Tensor Real, Tensor Generated) Check(Tensor real, Tensor generated, long minimum)
    {
        Tensor first = MeasuredTensors.Rows(real, nameof(real), minimum);
        Tensor second = MeasuredTensors.Rows(generated, nameof(generated), minimum);
        MeasuredTensors.Alike(second, nameof(generated), first);
        return (first, second);
    }

    private static double OfDoubles(Tensor real, Tensor generated)
    {
        (double n, double m) = (real.shape[0], generated.shape[0]);
        return ((KernelSum(real, real) - DiagonalSum(real)) / (n * (n - 1)))
            + ((KernelSum(generated, generated) - DiagonalSum(generated)) / (m * (m - 1)))
            - (2 * KernelSum(real, generated) / (n * m));
    }

    private static double KernelSum(Tensor rows, Tensor others)
    {
        double sum = 0;
        foreach (Tensor block in rows.split(MeasuredTensors.BlockRows(others.shape[0])))
        {
            using DisposeScope scope = NewDisposeScope();
            sum += Kernel(block.mm(others.t()), rows.shape[1]).sum().item<double>();
        }

        return sum;
    }

    private static double DiagonalSum(Tensor rows) => Kernel(rows.square().sum(1), rows.shape[1]).sum().item<double>();

    private static Tensor Kernel(Tensor products, long features) => products.div_(features).add_(1).pow_(3);

    private static Tensor Subset(Tensor rows, int size, torch.Generator random) =>
        rows.index_select(0, randperm(rows.shape[0], generator: random)[..size].to(rows.device));
}
