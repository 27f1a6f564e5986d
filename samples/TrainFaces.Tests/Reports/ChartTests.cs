using System.Xml.Linq;
using FluentAssertions;
using TrainFaces.Reports;
using Xunit;

namespace TrainFaces.Tests.Reports;

public class ChartTests
{
    [Theory]
    [InlineData(1, 0.2)]
    [InlineData(1.05, 0.5)]
    [InlineData(60, 20)]
    [InlineData(0.3, 0.1)]
    [InlineData(26_000, 10_000)]
    public void Ticks_have_round_distances(double length, double distance) => Chart.TickDistance(length).Should().BeApproximately(distance, 1e-12);

    [Fact]
    public void A_chart_has_both_axes_with_their_units_and_a_description()
    {
        var chart = Draw(1, new ChartLine("a <b>", [(1, 0.25), (10, 0.5)]));

        chart.Descendants("text").Select(text => text.Value).Should().Equal("0", "0.2", "0.4", "0.6", "0.8", "1", "0", "2", "4", "6", "8", "10", "step", "nats & more");
        chart.Descendants("svg").Single().Attribute("aria-label")!.Value.Should().Be("Losses, by step. Last values: a <b>: 0.5 at step 10.");
        chart.Descendants("polyline").Single().Attribute("points")!.Value.Should().Be("110.4,155.5 546.0,107.0");
        chart.Descendants("circle").Should().HaveCount(2);
    }

    [Fact]
    public void Steps_are_whole_numbers_beyond_a_million()
    {
        var chart = Draw(1, new ChartLine("a", [(1, 0.25), (2_345_678, 0.5)]));

        chart.Descendants("text").Select(text => text.Value).Should().ContainInOrder("0", "500000", "1000000", "1500000", "2000000", "step");
        chart.Descendants("svg").Single().Attribute("aria-label")!.Value.Should().EndWith("a: 0.5 at step 2345678.");
    }

    [Fact]
    public void A_long_run_has_a_small_chart_that_keeps_its_peaks()
    {
        (double X, double Y)[] points = [.. Enumerable.Range(1, 100_000).Select(step => ((double)step, step == 51_234 ? 0.99 : 0.1))];
        var chart = Draw(1, new ChartLine("a", points, points));

        string[] drawn = [.. chart.Descendants("polyline").SelectMany(line => line.Attribute("points")!.Value.Split(' '))];
        drawn.Length.Should().BeLessThan(1300);
        drawn.Should().ContainSingle(point => point.EndsWith(",11.9", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(double.PositiveInfinity)]
    public void Values_that_are_not_finite_are_left_out(double value)
    {
        var chart = Draw(value, new ChartLine("a", [(1, value), (2, 0.5)]), new ChartLine("none", []));

        chart.Descendants("polyline").Select(line => line.Attribute("points")!.Value).Should().Equal("546.0,107.0", "");
        chart.ToString().Should().NotContain("points=\"NaN").And.Contain("none: no values");
    }

    [Theory]
    [InlineData(5e-324)]
    [InlineData(double.MaxValue)]
    public void An_extreme_value_gets_a_chart_with_few_ticks(double value) =>
        Draw(value, new ChartLine("a", [(1, value), (2, value)])).Descendants("text").Should().HaveCountLessThan(20);

    private static XElement Draw(double ceiling, params ChartLine[] lines) =>
        XElement.Parse(new Chart("Losses", "nats & more", lines).Draw(lines[0].Points[^1].X, ceiling));
}
