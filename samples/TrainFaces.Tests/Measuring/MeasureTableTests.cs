using Dcgan.Core.Evaluation;
using FluentAssertions;
using TrainFaces.Measuring;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public class MeasureTableTests
{
    private static readonly EvaluationMeasures Measures = new()
    {
        RealCount = 12,
        GeneratedCount = 10,
        SlicedWasserstein = 0.5,
        Frechet = 1234.5678,
        FrechetOfVariance = 0.25,
        KernelDistance = 0.0123456,
        Precision = 0.75,
        Recall = 0.5,
        Density = 1.25,
        Coverage = 0.875,
        MultiScaleSimilarity = double.NaN,
        RealMultiScaleSimilarity = 0.375,
        SlicedWassersteinLevels = [0.5],
    };

    private static readonly EvaluationMeasures Floor = Measures with { GeneratedCount = 11, Frechet = 6.75, Coverage = 0.96875 };

    [Fact]
    public void Every_measure_is_a_line_with_its_value_that_of_other_real_images_and_the_direction() =>
        Table(Measures).Should().Be(
            """
            a compared with b
            10 images, and 11 other real images, compared with 12 real images

            measure                                value  other real  better
            sliced Wasserstein distance              0.5         0.5  lower, 0
            Fréchet distance                        1235        6.75  lower, 0
            Fréchet distance / real variance        0.25        0.25  lower, 0
            kernel distance                      0.01235     0.01235  lower, 0
            precision                               0.75        0.75  higher, 1
            recall                                   0.5         0.5  higher, 1
            density                                 1.25        1.25  higher, 1
            coverage                               0.875      0.9688  higher, 1
            MS-SSIM of generated pairs                 -           -  lower, as real
            MS-SSIM of real pairs                  0.375       0.375

            """.ReplaceLineEndings("\n"));

    [Fact]
    public void Several_sets_have_their_mean_and_its_interval()
    {
        string[] lines = Table(Measures, Measures with { GeneratedCount = 9, Precision = 0.5 }, Measures with { Precision = 1 }).Split('\n');

        lines[1].Should().Be("3 times 9 images, and 11 other real images, compared with 12 real images");
        lines[3].Should().Be("measure                                 mean    ± (95 %)  other real  better");
        lines[5].Should().Be("Fréchet distance                        1235           0        6.75  lower, 0");
        lines[8].Should().Be("precision                               0.75       0.621        0.75  higher, 1"); // 4.3027 · 0.25 / √3
        lines[12].Should().Be("MS-SSIM of generated pairs                 -           -           -  lower, as real");
    }

    private static string Table(params EvaluationMeasures[] sets)
    {
        using var output = new StringWriter { NewLine = "\n" };
        MeasureTable.Write(output, "a compared with b", sets, Floor);
        return output.ToString();
    }
}
