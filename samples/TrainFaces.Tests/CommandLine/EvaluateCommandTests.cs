using FluentAssertions;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class EvaluateCommandTests
{
    [Theory]
    [InlineData(0, "--features", "f")]
    [InlineData(2, "--features", "f", "--images", "a", "--checkpoint", "b")]
    public void Exactly_one_set_is_evaluated(int given, params string[] args) =>
        RunInvalid(args).Should().Be($"error: --images, --checkpoint: exactly one of them is required, but {given} were given.\n");

    [Fact]
    public void Without_features_the_error_says_how_to_create_them() =>
        RunInvalid("--images", "a").Should().Be(
            "error: --features: required, a checkpoint of a separate training run, whose discriminator computes the features. "
            + "To create one, train on the same --data with --preset paper --seed 101 --out runs/features, and use the last file in runs/features/checkpoints.\n");

    [Fact]
    public void A_missing_feature_checkpoint_is_reported_in_one_line() =>
        RunInvalid("--images", "a", "--features", "/no/such/place").Should().Be("error: /no/such/place: there is no such file.\n");

    [Theory]
    [InlineData("--count", "5", "an integer in [6, 1000000]")]
    [InlineData("--seed", "x", "an integer")]
    public void An_invalid_value_is_reported_in_one_line_with_the_rule(string option, string value, string rule) =>
        RunInvalid(option, value).Should().Be($"error: {option}: expected {rule} but was \"{value}\". See --help.\n");

    private static string RunInvalid(params string[] args)
    {
        var (exitCode, output, error) = SampleCommandLine.Run(["evaluate", .. args]);
        exitCode.Should().Be(2);
        output.Should().BeEmpty();
        return error;
    }
}
