using Dcgan.Core.Evaluation;
using FluentAssertions;
using TrainFaces.Measuring;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public class MeasureTableTests
{
    [Fact]
    public void Every_measure_is_a_line_with_its_value_and_direction()
    {
        using var output = new StringWriter { NewLine = "\n" };

        MeasureTable.Write(output, "a compared with b", new EvaluationMeasures
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
        });

        output.ToString().Should().Be(
            """
            a compared with b
            10 images compared with 12 real images

            measure                                value  better
            sliced Wasserstein distance              0.5  lower, 0
            Fréchet distance                        1235  lower, 0
            Fréchet distance / real variance        0.25  lower, 0
            kernel distance                      0.01235  lower, 0
            precision                               0.75  higher, 1
            recall                                   0.5  higher, 1
            density                                 1.25  higher, 1
            coverage                               0.875  higher, 1
            MS-SSIM of generated pairs                 -  lower, as real
            MS-SSIM of real pairs                  0.375

            """.ReplaceLineEndings("\n"));
    }
}
