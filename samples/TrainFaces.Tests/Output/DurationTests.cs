using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class DurationTests
{
    [Theory]
    [InlineData(7, "0:00:07")]
    [InlineData(3723, "1:02:03")]
    [InlineData(108_900, "30:15:00")]
    [InlineData(3_600_000, "1000:00:00")]
    public void Hours_do_not_wrap_after_a_day(double seconds, string text) => Duration.ToText(Duration.FromSeconds(seconds)).Should().Be(text);

    [Theory]
    [InlineData(1e300)]
    [InlineData(double.PositiveInfinity)]
    public void The_longest_duration_is_not_exceeded(double seconds) => Duration.FromSeconds(seconds).Should().Be(TimeSpan.MaxValue);
}
