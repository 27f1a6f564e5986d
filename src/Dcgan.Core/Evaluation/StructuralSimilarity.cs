using TorchSharp;
using static TorchSharp.torch;

namespace Dcgan.Core;

/// <summary>
/// Multi-scale structural similarity (Wang, Simoncelli and Bovik, 2003): how alike two images look, from fine to coarse. Between
/// random pairs of generated images it tells of their diversity (Odena, Olah and Shlens, 2017).
/// </summary>
public static class StructuralSimilarity
{
    private const int Window = 11;
    private const double Sigma = 1.5;
    private const double StableLuminance = 0.01 * 0.01;
    private const double StableContrast = 0.03 * 0.03;

    /// <summary>The paper's, the finest scale first.</summary>
    private static readonly double[] Weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    /// <summary>Compares images pair by pair.</summary>
    /// <param name="first">[N, C, H, W], finite.</param>
    /// <param name="second">Of the same shape, type and device.</param>
    /// <param name="minimum">A value's smallest, which is black. Default -1.</param>
    /// <param name="maximum">A value's largest, which is white; above <paramref name="minimum"/>. Default 1.</param>
    /// <returns>[N], float64, which the caller disposes: 1 where both are equal, 0 where they are nothing alike.</returns>
    /// <remarks>
    /// A scale counts as long as the window of 11x11 fits into it, five at most, and the weights of those that count are divided by
    /// their sum: sides of 64 have three scales. Smaller sides than 11 have one scale and a smaller window. Compare only images of
    /// one size. A negative correlation counts as none, because the weights are not whole powers.
    /// </remarks>
    /// <exception cref="ArgumentException">The images do not fit, or the maximum is not above the minimum.</exception>
    public static Tensor MultiScale(Tensor first, Tensor second, double minimum = -1, double maximum = 1)
    {
        MeasuredTensors.Images(first, nameof(first));
        MeasuredTensors.Images(second, nameof(second));
        Expect.Shape(second, nameof(second), first.shape);
        Expect.Alike(second, nameof(second), first);
        CheckRange(minimum, maximum);
        using var measuring = new MeasuringScope();
        return Pairs(first, second, minimum, maximum).MoveToOuterDisposeScope();
    }

    /// <summary>The mean similarity of random pairs of different images: the lower, the more diverse.</summary>
    /// <param name="images">[N, C, H, W], finite, N at least 2.</param>
    /// <param name="pairs">How many, at least 1. Default 1,000.</param>
    /// <param name="seed">Names the pairs.</param>
    /// <param name="minimum">A value's smallest, which is black. Default -1.</param>
    /// <param name="maximum">A value's largest, which is white; above <paramref name="minimum"/>. Default 1.</param>
    /// <returns>0 to 1. What is good is what the real images have: noise is more diverse than faces.</returns>
    /// <exception cref="ArgumentException">The images do not fit, or a number is out of its range.</exception>
    public static double Diversity(Tensor images, int pairs = 1000, long seed = 0, double minimum = -1, double maximum = 1)
    {
        MeasuredTensors.Images(images, nameof(images), minimum: 2);
        Expect.AtLeast(1, pairs, nameof(pairs));
        CheckRange(minimum, maximum);
        using var measuring = new MeasuringScope();
        using torch.Generator random = Seeds.Stream(seed, SeedStream.Evaluation);
        long count = images.shape[0];
        Tensor one = randint(0, count, [pairs], int64, generator: random);
        Tensor other = (one + randint(1, count, [pairs], int64, generator: random)).remainder(count);
        double sum = 0;
        foreach ((Tensor left, Tensor right) in one.split(SampleBatches.Size).Zip(other.split(SampleBatches.Size)))
        {
            using DisposeScope scope = NewDisposeScope();
            Tensor ones = images.index_select(0, left.to(images.device));
            Tensor others = images.index_select(0, right.to(images.device));
            sum += Pairs(ones, others, minimum, maximum).sum().item<double>();
        }

        return sum / pairs;
    }

    private static void CheckRange(double minimum, double maximum)
    {
        Expect.Finite(minimum, nameof(minimum));
        Expect.Finite(maximum, nameof(maximum));
        Expect.Above(minimum, maximum, nameof(maximum));
    }

    /// <remarks>In [0, 1]: the luminance is compared in parts of itself, which needs black to be 0.</remarks>
    private static Tensor Pairs(Tensor first, Tensor second, double minimum, double maximum)
    {
        Tensor one = (MeasuredTensors.Doubles(first) - minimum) / (maximum - minimum);
        Tensor other = (MeasuredTensors.Doubles(second) - minimum) / (maximum - minimum);
        int scales = Scales(Math.Min(one.shape[2], one.shape[3]));
        double weights = Weights.Take(scales).Sum();
        Tensor product = ones([one.shape[0]], float64, one.device);
        for (int scale = 0; scale < scales; scale++)
        {
            bool last = scale == scales - 1;
            product *= OneScale(one, other, withLuminance: last).clamp_min_(0).pow(Weights[scale] / weights);
            if (!last)
            {
                one = nn.functional.avg_pool2d(one, 2);
                other = nn.functional.avg_pool2d(other, 2);
            }
        }

        return product;
    }

    private static int Scales(long side)
    {
        int scales = 1;
        while (scales < Weights.Length && (side >> scales) >= Window)
        {
            scales++;
        }

        return scales;
    }

    /// <summary>[N]: contrast and structure, and luminance where it counts, in the mean over places and channels.</summary>
    private static Tensor OneScale(Tensor one, Tensor other, bool withLuminance)
    {
        Tensor mean = Smoothed(one);
        Tensor otherMean = Smoothed(other);
        Tensor variances = Smoothed(one.square()) - mean.square() + Smoothed(other.square()) - otherMean.square();
        Tensor covariance = Smoothed(one * other) - (mean * otherMean);
        Tensor similarity = ((covariance * 2) + StableContrast) / (variances + StableContrast);
        if (withLuminance)
        {
            similarity *= ((mean * otherMean * 2) + StableLuminance) / (mean.square() + otherMean.square() + StableLuminance);
        }

        return similarity.mean([1, 2, 3]);
    }

    /// <summary>Means under a Gaussian window, where it fits into the image as a whole; row-wise, then column-wise.</summary>
    private static Tensor Smoothed(Tensor images)
    {
        long[] shape = images.shape;
        Tensor single = images.reshape(shape[0] * shape[1], 1, shape[2], shape[3]);
        Tensor taps = Taps((int)Math.Min(Window, Math.Min(shape[2], shape[3]))).to(images.device);
        Tensor rows = nn.functional.conv2d(single, taps.reshape(1, 1, 1, -1));
        Tensor smoothed = nn.functional.conv2d(rows, taps.reshape(1, 1, -1, 1));
        return smoothed.reshape(shape[0], shape[1], smoothed.shape[2], smoothed.shape[3]);
    }

    private static Tensor Taps(int size)
    {
        double sigma = Sigma * size / Window;
        double[] taps = [.. Enumerable.Range(0, size).Select(i => Math.Exp(-Square(i - ((size - 1) / 2.0)) / (2 * Square(sigma))))];
        double sum = taps.Sum();
        return tensor(taps.Select(tap => tap / sum).ToArray());
    }

    private static double Square(double value) => value * value;
}
