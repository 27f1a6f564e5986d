using Dcgan.Core.Evaluation;
using FluentAssertions;
using Xunit;

namespace Dcgan.Core.Tests.Evaluation;

public sealed class EvaluationMeasuresTests
{
    [Fact]
    public void Levels_are_printed_as_numbers()
    {
        Measures(4.5, 3.25).ToString().Should().Contain(" SlicedWassersteinLevels = [4.5, 3.25],").And.NotContain("System.");
        Measures().ToString().Should().Contain(" SlicedWassersteinLevels = [],");
        new SlicedWassersteinMeasures([4.5, 3.25], 3.875).ToString().Should().Contain(" Levels = [4.5, 3.25] ");
    }

    [Fact]
    public void Equal_levels_are_equal_measures()
    {
        Measures(4.5, double.NaN).Should().Be(Measures(4.5, double.NaN)).And.NotBe(Measures(4.5, 3)).And.NotBe(Measures(4.5));
        Measures(4.5, 3).GetHashCode().Should().Be(Measures(4.5, 3).GetHashCode());
        (Measures(1) with { SlicedWassersteinLevels = [2] }).Should().Be(Measures(2));
        (Measures(1) with { Recall = 0.5 }).Should().NotBe(Measures(1));
        new SlicedWassersteinMeasures([1, 2], 1.5).Should().Be(new SlicedWassersteinMeasures([1, 2], 1.5))
            .And.NotBe(new SlicedWassersteinMeasures([2, 1], 1.5));
    }

    [Fact]
    public void Levels_are_copied()
    {
        double[] levels = [1, 2];
        EvaluationMeasures measures = Measures(levels);
        var sliced = new SlicedWassersteinMeasures(levels, 1.5);

        levels[0] = 7;

        measures.SlicedWassersteinLevels.Should().Equal(1, 2);
        sliced.Levels.Should().Equal(1, 2);
    }

    [Fact]
    public void Levels_must_not_be_null()
    {
        FluentActions.Invoking(() => Measures(1) with { SlicedWassersteinLevels = null! })
            .Should().Throw<ArgumentNullException>();
        FluentActions.Invoking(() => new SlicedWassersteinMeasures(null!, 1)).Should().Throw<ArgumentNullException>();
    }

    private static EvaluationMeasures Measures(params double[] levels) => new()
    {
        SlicedWasserstein = 1,
        SlicedWassersteinLevels = levels,
        Frechet = 2,
        FrechetOfVariance = 3,
        KernelDistance = 4,
        Precision = 5,
        Recall = 6,
        Density = 7,
        Coverage = 8,
        MultiScaleSimilarity = double.NaN,
        RealMultiScaleSimilarity = 10,
        RealCount = 11,
        GeneratedCount = 12,
    };
}
