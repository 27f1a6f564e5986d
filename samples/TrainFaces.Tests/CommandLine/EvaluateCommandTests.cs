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
    public void A_missing_feature_checkpoint_is_reported_in_one_line() =>
        RunInvalid("--images", "a", "--features", "/no/such/place").Should().Be("error: --features /no/such/place: there is no such file.\n");

    [Fact]
    public void A_missing_feature_model_is_reported_in_one_line() =>
        RunInvalid("--images", "a", "--features", "/no/such/place.onnx", "--feature-range", "0..1").Should().Be(
            "error: --features /no/such/place.onnx: the file does not exist.\n");

    [Theory]
    [InlineData("--images", "a")]
    [InlineData("--checkpoint", "a", "--checkpoint", "b")]
    public void Several_seeds_are_for_one_generator(params string[] sets) =>
        RunInvalid([.. sets, "--seeds", "3"]).Should().Be("error: --seeds 3: needs exactly one --checkpoint; leave it out.\n");

    [Fact]
    public void More_sets_than_an_interval_is_known_for_are_refused() =>
        RunInvalid([.. Enumerable.Range(0, 21).Select(set => $"--images=a{set}")]).Should().Be("error: --images, --checkpoint: expected at most 20 sets but was 21.\n");

    [Theory]
    [InlineData("--images a: must be given once but was given 2 times, which would only narrow the interval.", "--images", "a", "--images", "b", "--images", "./a")]
    [InlineData("--checkpoint a: must be given once but was given 2 times, which would only narrow the interval.", "--checkpoint", "a", "--checkpoint", "a")]
    public void A_set_is_not_counted_twice(string message, params string[] args) =>
        RunInvalid(args).Should().Be($"error: {message}\n");

    [Fact]
    public void A_warning_says_that_a_set_is_compared_with_itself() =>
        RunInvalid("--images", "./none", "--data", "none", "--features", "f").Should().Be(
            "warning: --images ./none: is also --data. Images that are compared with themselves have a distance of 0.\nerror: --features f: there is no such file. Expected imagenet, or the path of an ONNX model or of a checkpoint.\n");

    [Fact]
    public void A_loop_of_links_is_reported_with_its_option()
    {
        using var folder = new TemporaryFolder();
        File.CreateSymbolicLink(folder.File("a"), "b");
        File.CreateSymbolicLink(folder.File("b"), "a");

        RunInvalid("--images", folder.File("a"), "--images", "c").Should().StartWith($"error: --images {folder.File("a")}: cannot be read. Too many symbolic links");
    }

    [Fact]
    public void The_images_that_are_held_out_are_other_images()
    {
        using var folder = new TemporaryFolder();
        SampleCommandLine.Run("draw", "--count", "8", "--size", "8", "--out", folder.File("a.zip")).ExitCode.Should().Be(0);

        RunInvalid("--images", folder.File("a.zip"), "--data", folder.Path, "--held-out", folder.File("../" + Path.GetFileName(folder.Path)))
            .Should().EndWith(": must be other images than --data; leave it out, and half of --data is held out.\n");
    }

    [Fact]
    public void Images_that_are_missing_are_reported_in_one_line() =>
        RunInvalid("--images", "/no/such/place").Should().Be("error: --images /no/such/place: the folder or zip archive does not exist.\n");

    [Theory]
    [InlineData("--count", "5", "an integer in [6, 1000000]")]
    [InlineData("--seed", "x", "an integer in [-2^63, 2^63 - 1]")]
    [InlineData("--seeds", "21", "an integer in [1, 20]")]
    [InlineData("--threads", "0", "an integer in [1, 1024]")]
    [InlineData("--feature-range", "0..2", "one of 0..255, 0..1, -1..1, imagenet")]
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
