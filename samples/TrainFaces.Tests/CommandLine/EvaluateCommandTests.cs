using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class EvaluateCommandTests
{
    [Theory]
    [InlineData("--features", "f")]
    [InlineData("--features", "f", "--images", "a", "--checkpoint", "b")]
    public void What_is_measured_is_one_of_two(params string[] args) =>
        Refused(args).Should().Be("error: --images, --checkpoint: expected one of the two, to name what is measured.\n");

    [Fact]
    public void Without_features_it_says_how_to_make_them() =>
        Refused("--images", "a").Should().Be(
            "error: --features: expected a checkpoint of a run apart from what is measured, whose discriminator's features it is measured by. "
            + "One is made by training with --preset paper --seed 101 --out runs/features, on the same --data: then it is the last file in runs/features/checkpoints.\n");

    [Fact]
    public void Features_that_are_not_there_are_one_line() =>
        Refused("--images", "a", "--features", "/no/such/place").Should().Be("error: /no/such/place: there is no such file.\n");

    [Theory]
    [InlineData("--count", "5", "a whole number from 6 to 1000000")]
    [InlineData("--seed", "x", "a whole number")]
    public void A_bad_value_is_one_line_with_the_rule(string option, string value, string rule) =>
        Refused(option, value).Should().Be($"error: {option}: expected {rule} but was \"{value}\". See --help.\n");

    private static string Refused(params string[] args)
    {
        var (exitCode, output, error) = SampleCommandLine.Run(["evaluate", .. args]);
        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        return error;
    }
}
