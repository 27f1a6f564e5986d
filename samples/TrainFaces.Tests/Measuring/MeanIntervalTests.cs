using FluentAssertions;
using TrainFaces.Measuring;
using Xunit;

namespace TrainFaces.Tests.Measuring;

public class MeanIntervalTests
{
    [Fact]
    public void Three_values_have_Students_interval_with_two_degrees_of_freedom()
    {
        var interval = MeanInterval.Of([10, 12, 17]);

        interval.Mean.Should().Be(13);
        interval.HalfWidth.Should().BeApproximately(4.302653 * Math.Sqrt(13 / 3.0), 1e-3); // Variance (9 + 1 + 16) / 2 = 13.
    }

    [Fact]
    public void Equal_values_have_no_interval() => MeanInterval.Of([0.1, 0.1, 0.1]).Should().Be(new MeanInterval(0.1, 0));

    [Fact]
    public void One_value_has_no_interval() => MeanInterval.Of([5]).Should().Be(new MeanInterval(5, double.NaN));

    [Fact]
    public void As_many_values_as_allowed_have_an_interval() =>
        MeanInterval.Of([.. Enumerable.Range(0, MeanInterval.MaxValues).Select(value => value % 2 == 0 ? -1.0 : 1.0)]).HalfWidth
            .Should().BeApproximately(2.0930 / Math.Sqrt(19), 1e-6); // Variance 20 / 19, divided by 20.
}
