using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core.Evaluation;

/// <summary>
/// Multi-scale structural similarity, MS-SSIM (Wang, Simoncelli and Bovik, 2003): the visual similarity of two images, from fine
/// to coarse scales. For random pairs of generated images it measures their diversity (Odena, Olah and Shlens, 2017).
/// </summary>
public static class StructuralSimilarity
{
    private const int Window = 11;
    private const double Sigma = 1.5;
    private const double StableLuminance = 0.01 * 0.01;
    private const double StableContrast = 0.03 * 0.03;

    /// <summary>Number of values in a block on the CPU, so that intermediate results stay in the processor's cache.</summary>
    private const long BlockValues = 1 << 17;

    /// <summary>Number of values in a block on another device: some 100 MB of intermediate results.</summary>
    private const long DeviceBlockValues = 1 << 21;

    /// <summary>Weights of the scales as in the paper, finest first.</summary>
    private static readonly double[] Weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    /// <summary>Measures the similarity of images pair by pair.</summary>
    /// <param name="first">[N, C, H, W], finite.</param>
    /// <param name="second">Images of the same shape, type and device as <paramref name="first"/>.</param>
    /// <param name="minimum">Value of black. Default -1.</param>
    /// <param name="maximum">Value of white, above <paramref name="minimum"/>. Default 1.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked before each block of pairs. On the CPU, a block has at most 131,072 values, or one pair.</param>
    /// <returns>
    /// [N], float64, in [0, 1]: 1 for equal images, 0 for images with nothing in common. The caller disposes it.
    /// </returns>
    /// <remarks>
    /// At most five scales are used, as long as the window of 11x11 pixels fits, and their weights are divided by their sum:
    /// images of 64x64 have three scales. Images with a side shorter than 11 have one scale with a smaller window. Compare only
    /// results for the same image size. A negative correlation counts as 0, because the exponents are fractions.
    /// </remarks>
    /// <exception cref="ArgumentException">The images do not fit, or the maximum is not above the minimum.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static Tensor Measure(
        Tensor first,
        Tensor second,
        double minimum = -1,
        double maximum = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        MeasuredTensors.Images(first, nameof(first));
        MeasuredTensors.Images(second, nameof(second));
        Expect.Shape(second, nameof(second), first.Sizes());
        Expect.Alike(second, nameof(second), first);
        CheckRange(minimum, maximum);
        var steps = new MeasuringSteps(first.size(0), progress, cancellationToken);
        var parts = new List<Tensor>();
        try
        {
            foreach ((long start, long length) in Blocks(first))
            {
                parts.Add(steps.Compute(
                    length, () => Pairs(first.narrow(0, start, length), second.narrow(0, start, length), minimum, maximum)));
            }

            using IDisposable ordinary = inference_mode(false);
            using IDisposable noGradients = no_grad();
            return parts.Count == 1 ? parts[0].clone() : cat(parts);
        }
        finally
        {
            parts.ForEach(part => part.Dispose());
        }
    }

    /// <summary>
    /// Measures the mean similarity of random pairs of different images. A lower value means more diverse images.
    /// </summary>
    /// <param name="images">[N, C, H, W], finite, N at least 2.</param>
    /// <param name="pairs">Number of pairs, at least 1. Default 1,000.</param>
    /// <param name="seed">Seed of the pairs.</param>
    /// <param name="minimum">Value of black. Default -1.</param>
    /// <param name="maximum">Value of white, above <paramref name="minimum"/>. Default 1.</param>
    /// <param name="progress">Receives the fraction done, in (0, 1]; the last value is 1.</param>
    /// <param name="cancellationToken">Checked before each block of 64 pairs.</param>
    /// <returns>The mean, in [0, 1]. Compare it with the value of real images: noise is more diverse than faces.</returns>
    /// <exception cref="ArgumentException">The images do not fit, or a number is out of its range.</exception>
    /// <exception cref="OperationCanceledException">The token was canceled.</exception>
    public static double MeasureDiversity(
        Tensor images,
        int pairs = 1000,
        long seed = 0,
        double minimum = -1,
        double maximum = 1,
        IProgress<double>? progress = null,
        CancellationToken cancellationToken = default)
    {
        MeasuredTensors.Images(images, nameof(images), minimum: 2);
        Expect.AtLeast(1, pairs, nameof(pairs));
        CheckRange(minimum, maximum);
        long count = images.size(0);
        using torch.Generator random = Seeds.Stream(seed, SeedStream.Evaluation);
        using Tensor first = MeasuringScope.Compute(() => randint(0, count, [pairs], int64, generator: random));
        using Tensor second = MeasuringScope.Compute(
            () => first.Add(randint(1, count, [pairs], int64, generator: random)).Remainder(count));
        var steps = new MeasuringSteps(pairs, progress, cancellationToken);
        double sum = 0;
        for (int start = 0; start < pairs; start += SampleBatches.Size)
        {
            int length = Math.Min(SampleBatches.Size, pairs - start);
            steps.Run(length, () =>
            {
                Tensor left = images.index_select(0, first.narrow(0, start, length).to(images.device));
                Tensor right = images.index_select(0, second.narrow(0, start, length).to(images.device));
                foreach ((long from, long pairCount) in Blocks(left))
                {
                    using DisposeScope scope = NewDisposeScope();
                    sum += Pairs(left.narrow(0, from, pairCount), right.narrow(0, from, pairCount), minimum, maximum).sum().item<double>();
                }
            });
        }

        return sum / pairs;
    }

    private static void CheckRange(double minimum, double maximum)
    {
        Expect.Finite(minimum, nameof(minimum));
        Expect.Finite(maximum, nameof(maximum));
        Expect.Above(minimum, maximum, nameof(maximum));
    }

    /// <summary>Divides pairs into blocks.</summary>
    private static IEnumerable<(long Start, long Length)> Blocks(Tensor images)
    {
        long count = images.size(0);
        long values = images.device_type == DeviceType.CPU ? BlockValues : DeviceBlockValues;
        long block = Math.Max(1, values * count / images.numel());
        for (long start = 0; start < count; start += block)
        {
            yield return (start, Math.Min(block, count - start));
        }
    }

    /// <summary>Computes the similarity of each pair, [N], float64.</summary>
    private static Tensor Pairs(Tensor first, Tensor second, double minimum, double maximum)
    {
        // Scaled to [0, 1], because the luminance term needs black to be 0.
        Tensor one = MeasuredTensors.Doubles(first).Sub(minimum).Div(maximum - minimum);
        Tensor other = MeasuredTensors.Doubles(second).Sub(minimum).Div(maximum - minimum);
        int scales = Scales(Math.Min(one.size(2), one.size(3)));
        double weights = Weights.Take(scales).Sum();
        Tensor product = ones([one.size(0)], float64, one.device);
        for (int scale = 0; scale < scales; scale++)
        {
            bool last = scale == scales - 1;
            product *= OneScale(one, other, withLuminance: last).ClampMin_(0).Pow(Weights[scale] / weights);
            if (!last)
            {
                one = nn.functional.avg_pool2d(one, 2);
                other = nn.functional.avg_pool2d(other, 2);
            }
        }

        return product;
    }

    /// <summary>Returns the number of scales, in [1, 5], whose shorter side fits the window.</summary>
    private static int Scales(long side)
    {
        int scales = 1;
        while (scales < Weights.Length && (side >> scales) >= Window)
        {
            scales++;
        }

        return scales;
    }

    /// <summary>
    /// Computes contrast times structure, optionally times luminance, averaged over positions and channels: [N].
    /// </summary>
    private static Tensor OneScale(Tensor one, Tensor other, bool withLuminance)
    {
        Tensor[] smoothed = Smooth(cat([one, other, one.Square(), other.Square(), one * other])).chunk(5);
        (Tensor mean, Tensor otherMean) = (smoothed[0], smoothed[1]);
        Tensor variances = (smoothed[2] - mean.Square()).Add(smoothed[3]) - otherMean.Square();
        Tensor covariance = smoothed[4] - (mean * otherMean);
        Tensor similarity = covariance.Mul(2).Add(StableContrast) / variances.Add(StableContrast);
        if (withLuminance)
        {
            similarity *= (mean * otherMean).Mul(2).Add(StableLuminance) / mean.Square().Add(otherMean.Square()).Add(StableLuminance);
        }

        return similarity.mean([1, 2, 3]);
    }

    /// <summary>
    /// Computes Gaussian-weighted means at all positions at which the whole window fits, along rows and then columns.
    /// </summary>
    private static Tensor Smooth(Tensor images)
    {
        double[] taps = Taps((int)Math.Min(Window, Math.Min(images.size(2), images.size(3))));
        return Smooth(Smooth(images, 3, taps), 2, taps);
    }

    /// <summary>Adds shifted images, which is faster than libtorch's convolution in float64.</summary>
    private static Tensor Smooth(Tensor images, int dimension, double[] taps)
    {
        long length = images.size(dimension) - taps.Length + 1;
        Tensor sum = images.narrow(dimension, 0, length).Mul(taps[0]);
        for (int i = 1; i < taps.Length; i++)
        {
            sum.Add_(images.narrow(dimension, i, length), taps[i]);
        }

        return sum;
    }

    /// <summary>Returns the Gaussian taps, which sum to 1. Sigma shrinks with the window.</summary>
    private static double[] Taps(int size)
    {
        double sigma = Sigma * size / Window;
        double[] taps = [.. Enumerable.Range(0, size).Select(i => Math.Exp(-Square(i - ((size - 1) / 2.0)) / (2 * Square(sigma))))];
        double sum = taps.Sum();
        return [.. taps.Select(tap => tap / sum)];
    }

    private static double Square(double value) => value * value;
}
