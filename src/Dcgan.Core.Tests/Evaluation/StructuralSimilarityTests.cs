using Dcgan.Core.Evaluation;
using FluentAssertions;
using TorchSharp;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class StructuralSimilarityTests
{
    private static readonly double[] Weights = [0.0448, 0.2856, 0.3001, 0.2363, 0.1333];

    [Theory]
    [InlineData(176, 1)]
    [InlineData(64, 3)]
    [InlineData(8, 2)]
    [InlineData(1, 1)]
    public void An_image_is_wholly_like_itself(int side, int channels)
    {
        using torch.Tensor images = Features.Images(3, channels, side, side, seed: 1);
        using torch.Tensor similarity = StructuralSimilarity.Measure(images, images);

        similarity.data<double>().ToArray().Should().HaveCount(3).And.OnlyContain(value => Math.Abs(value - 1) < 1e-12);
    }

    [Theory]
    [InlineData(46, 44, 3)]
    [InlineData(23, 30, 2)]
    [InlineData(8, 9, 1)]
    public void It_equals_loops_over_windows_and_scales(int height, int width, int scales)
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor first = Features.Images(1, 2, height, width, seed: 2).to(torch.float64);
        torch.Tensor second = (first * 0.7) + (Features.Images(1, 2, height, width, seed: 3).to(torch.float64) * 0.3) + 0.05;
        double[][,] ones = [.. Enumerable.Range(0, 2).Select(channel => Plane(first[0, channel]))];
        double[][,] others = [.. Enumerable.Range(0, 2).Select(channel => Plane(second[0, channel]))];

        double expected = 1;
        for (int scale = 0; scale < scales; scale++)
        {
            double mean = ones.Zip(others).Average(pair => Similarity(pair.First, pair.Second, luminance: scale == scales - 1));
            expected *= Math.Pow(mean, Weights[scale] / Weights.Take(scales).Sum());
            ones = [.. ones.Select(Halved)];
            others = [.. others.Select(Halved)];
        }

        StructuralSimilarity.Measure(first, second).item<double>().Should().BeApproximately(expected, 1e-12);
        StructuralSimilarity.Measure((first + 1) * 127.5, (second + 1) * 127.5, minimum: 0, maximum: 255).item<double>()
            .Should().BeApproximately(expected, 1e-12);
    }

    [Fact]
    public void Opposite_images_have_similarity_zero()
    {
        using torch.Tensor images = Features.Images(1, 1, 64, 64, seed: 4);
        using torch.Tensor opposite = -images;
        using torch.Tensor similarity = StructuralSimilarity.Measure(images, opposite);

        similarity.item<double>().Should().Be(0);
    }

    [Fact]
    public void Similar_images_have_a_high_mean_and_pairs_depend_on_the_seed()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor varied = Features.Images(20, 1, 24, 24, seed: 5);
        torch.Tensor collapsed = varied[..1] + (varied * 0.05);

        double ofVaried = StructuralSimilarity.MeasureDiversity(varied, 100, seed: 1);
        StructuralSimilarity.MeasureDiversity(varied, 100, seed: 1).Should().Be(ofVaried);
        StructuralSimilarity.MeasureDiversity(varied, 100, seed: 2).Should().NotBe(ofVaried);
        ofVaried.Should().BeLessThan(0.2);
        StructuralSimilarity.MeasureDiversity(collapsed, 100).Should().BeGreaterThan(0.9);
    }

    [Fact]
    public void Pairs_are_of_different_images()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        torch.Tensor images = Features.Images(2, 1, 16, 16, seed: 6);
        double between = StructuralSimilarity.Measure(images[..1], images[1..]).item<double>();

        StructuralSimilarity.MeasureDiversity(images, 200).Should().BeApproximately(between, 1e-12);
    }

    [Fact]
    public void What_does_not_fit_is_refused_in_one_sentence()
    {
        using DisposeScope scope = torch.NewDisposeScope();
        FluentActions.Invoking(() => StructuralSimilarity.Measure(torch.zeros(2, 1, 16, 16), torch.zeros(1, 1, 16, 16)))
            .Should().Throw<ArgumentException>().WithMessage("second: expected [2, 1, 16, 16] but was [1, 1, 16, 16].*");
        FluentActions.Invoking(() => StructuralSimilarity.MeasureDiversity(torch.zeros(1, 1, 16, 16))).Should().Throw<ArgumentException>()
            .WithMessage("images: expected at least 2 rows but was 1.*");
        FluentActions.Invoking(() => StructuralSimilarity.MeasureDiversity(torch.zeros(2, 1, 16, 16), minimum: 1)).Should().Throw<ArgumentException>()
            .WithMessage("maximum: must be above 1 but was 1.*");
    }

#pragma warning disable CA1814 // all rows of a plane have the same length
    private static double[,] Plane(torch.Tensor image)
    {
        var plane = new double[image.shape[0], image.shape[1]];
        double[] flat = ((image + 1) / 2).contiguous().data<double>().ToArray();
        Buffer.BlockCopy(flat, 0, plane, 0, flat.Length * sizeof(double));
        return plane;
    }

    private static double[,] Halved(double[,] plane)
    {
        var half = new double[plane.GetLength(0) / 2, plane.GetLength(1) / 2];
        for (int y = 0; y < half.GetLength(0); y++)
        {
            for (int x = 0; x < half.GetLength(1); x++)
            {
                half[y, x] = (plane[2 * y, 2 * x] + plane[(2 * y) + 1, 2 * x] + plane[2 * y, (2 * x) + 1] + plane[(2 * y) + 1, (2 * x) + 1]) / 4;
            }
        }

        return half;
    }

    private static double Similarity(double[,] one, double[,] other, bool luminance)
    {
        int size = Math.Min(11, Math.Min(one.GetLength(0), one.GetLength(1)));
        (int rows, int columns) = (one.GetLength(0) - size + 1, one.GetLength(1) - size + 1);
        double sum = 0;
        for (int top = 0; top < rows; top++)
        {
            for (int left = 0; left < columns; left++)
            {
                sum += OneWindow(one, other, top, left, size, luminance);
            }
        }

        return sum / (rows * columns);
    }

    private static double OneWindow(double[,] one, double[,] other, int top, int left, int size, bool luminance)
    {
        (double weight, double x, double y, double xx, double yy, double xy) = (0, 0, 0, 0, 0, 0);
        double sigma = 1.5 * size / 11;
        for (int row = 0; row < size; row++)
        {
            for (int column = 0; column < size; column++)
            {
                (double down, double along) = (row - ((size - 1) / 2.0), column - ((size - 1) / 2.0));
                double w = Math.Exp(-((down * down) + (along * along)) / (2 * sigma * sigma));
                (double a, double b) = (one[top + row, left + column], other[top + row, left + column]);
                (weight, x, y, xx, yy, xy) = (weight + w, x + (w * a), y + (w * b), xx + (w * a * a), yy + (w * b * b), xy + (w * a * b));
            }
        }

        (x, y, xx, yy, xy) = (x / weight, y / weight, xx / weight, yy / weight, xy / weight);
        (double c1, double c2) = (0.01 * 0.01, 0.03 * 0.03);
        double contrast = ((2 * (xy - (x * y))) + c2) / (xx - (x * x) + yy - (y * y) + c2);
        return luminance ? contrast * ((2 * x * y) + c1) / ((x * x) + (y * y) + c1) : contrast;
    }
}
