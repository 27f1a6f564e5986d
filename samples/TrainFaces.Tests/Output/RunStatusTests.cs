using Dcgan.Core;
using FluentAssertions;
using TrainFaces.Output;
using Xunit;

namespace TrainFaces.Tests.Output;

public class RunStatusTests
{
    [Theory]
    [InlineData(0.333, "0.33 images/s")]
    [InlineData(7.26, "7.3 images/s")]
    [InlineData(10.4, "10 images/s")]
    [InlineData(1234.5, "1234 images/s")]
    public void A_slow_run_has_a_speed(double imagesPerSecond, string text) =>
        Status(imagesPerSecond, TimeSpan.Zero).Numbers.Should().Be($"loss G 0.500  D 1.250  D(x) 0.75  D(G(z)) 0.12  {text}");

    [Theory]
    [InlineData(59, "0:59")]
    [InlineData(3600, "1:00:00")]
    [InlineData(180_000, "50:00:00")]
    public void The_remaining_time_may_exceed_a_day(int seconds, string text) => Status(1, TimeSpan.FromSeconds(seconds)).Left.Should().Be(text);

    private static RunStatus Status(double imagesPerSecond, TimeSpan left) => new(
        new DcganStep
        {
            Number = 7,
            GeneratorLoss = 0.5,
            DiscriminatorLoss = 1.25,
            RealProbability = 0.75,
            GeneratedProbability = 0.125,
            GeneratorGradientNorm = 3,
            DiscriminatorGradientNorm = 4,
            Duration = TimeSpan.FromSeconds(1),
        },
        100,
        1,
        10,
        imagesPerSecond,
        left);
}
