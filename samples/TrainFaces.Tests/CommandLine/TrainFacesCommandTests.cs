using Dcgan.Core;
using FluentAssertions;
using TrainFaces.CommandLine;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class TrainFacesCommandTests
{
    [Theory]
    [InlineData("--epochs", "0", "an integer in [1, 9999]")]
    [InlineData("--epochs", "many", "an integer in [1, 9999]")]
    [InlineData("--max-steps", "0", "an integer in [1, 2^63 - 1]")]
    [InlineData("--batch", "1", "an integer in [2, 4096]")]
    [InlineData("--depths", "64,,32", "comma-separated integers in [1, 16384], such as 256,128,64,32,")]
    [InlineData("--depths", "64,0", "comma-separated integers in [1, 16384], such as 256,128,64,32,")]
    [InlineData("--size", "1026", "an integer in [1, 1024], or two such integers, such as 64 or 48x64,")]
    [InlineData("--kernel-size", "6", "one of 4, 5")]
    [InlineData("--base-size", "0", "an integer in [1, 512], or two such integers, such as 4 or 3x4,")]
    [InlineData("--base-size", "4x513", "an integer in [1, 512], or two such integers, such as 4 or 3x4,")]
    [InlineData("--channels", "5", "one of 1, 2, 3, 4")]
    [InlineData("--latent", "0", "an integer in [1, 65536]")]
    [InlineData("--label-size", "-1", "an integer in [0, 65536]")]
    [InlineData("--preset", "best", "one of recommended, few-images, paper, reference")]
    [InlineData("--learning-rate", "0", "a positive number, such as 0.0002,")]
    [InlineData("--r1", "-0.1", "a number of at least 0, such as 0.1,")]
    [InlineData("--seed", "1.5", "an integer in [-2^63, 2^63 - 1]")]
    [InlineData("--seed", "9223372036854775808", "an integer in [-2^63, 2^63 - 1]")]
    [InlineData("--threads", "0", "an integer in [1, 1024]")]
    [InlineData("--label-smoothing", "1", "a number in [0, 1), such as 0.1,")]
    [InlineData("--checkpoint-every", "0", "an integer in [1, 2^63 - 1]")]
    [InlineData("--device", "tpu", "cpu, cuda, or cuda:n")]
    [InlineData("--device", "cuda:-1", "cpu, cuda, or cuda:n")]
    public void An_invalid_value_is_reported_in_one_line_with_the_rule(string option, string value, string rule) =>
        Invoke(option, value).Should().Be((2, $"error: {option}: expected {rule} but was \"{value}\". See --help.\n"));

    [Theory]
    [InlineData("walk", "--faces", "1", "an integer in [2, 1024]")]
    [InlineData("walk", "--frames", "1", "an integer in [2, 4096]")]
    [InlineData("walk", "--fps", "51", "an integer in [1, 50]")]
    [InlineData("walk", "--path", "round", "one of linear, spherical")]
    [InlineData("walk", "--scale", "0", "an integer in [1, 16]")]
    [InlineData("walk", "--seed", "x", "an integer in [-2^63, 2^63 - 1]")]
    [InlineData("invert --image b", "--steps", "0", "an integer in [1, 1000000]")]
    [InlineData("invert --image b", "--restarts", "0", "an integer in [1, 1024]")]
    public void An_invalid_value_of_a_subcommand_is_reported_in_one_line_with_the_rule(string command, string option, string value, string rule) =>
        Invoke([.. command.Split(' '), "--checkpoint", "a", option, value])
            .Should().Be((2, $"error: {option}: expected {rule} but was \"{value}\". See --help.\n"));

    [Theory]
    [InlineData("--depths", "--depths", "64", "--depths", "32")]
    [InlineData("--depths", "--depths=64", "--depths:32")]
    [InlineData("--out", "--out", "a", "--out", "b")]
    [InlineData("--resume", "--resume", "--resume")]
    [InlineData("--learning-rate", "--learning-rate", "1", "--learning-rate", "2")]
    [InlineData("--seed", "draw", "--seed", "1", "--seed", "2")]
    [InlineData("--steps", "invert", "--checkpoint", "a", "--image", "b", "--image", "c", "--steps", "1", "--steps", "2")]
    public void An_option_given_twice_is_refused(string option, params string[] args) =>
        Invoke(args).Should().Be((2, $"error: {option}: must be given once but was given 2 times. See --help.\n"));

    [Theory]
    [InlineData("--seed", "draw", "--seed", "7", "draw")]
    [InlineData("--epochs", "sample", "--epochs=7", "sample", "--checkpoint", "a")]
    [InlineData("--resume", "walk", "--resume", "walk", "--checkpoint", "a")]
    public void An_option_of_training_before_another_command_is_refused(string option, string command, params string[] args) =>
        Invoke(args).Should().Be(
            (2, $"error: {option}: is an option of training here; write the options of {command} after \"{command}\". See --help.\n"));

    [Fact]
    public void Depths_are_one_value() => Invoke("--depths", "64", "32").Error.Should().Be("error: Unrecognized command or argument '32'. See --help.\n");

    [Fact]
    public void A_missing_required_option_is_reported_in_one_line() =>
        Invoke("invert", "--checkpoint", "a").Should().Be((2, "error: Option '--image' is required. See --help.\n"));

    [Theory]
    [InlineData("--out", "sample", "--checkpoint", "a", "--out", "")]
    [InlineData("--checkpoint", "walk", "--checkpoint", "")]
    [InlineData("--image", "invert", "--checkpoint", "a", "--image", "a", "--image", "")]
    [InlineData("--data", "--data", "")]
    [InlineData("--cache", "--data", "a", "--cache", "")]
    [InlineData("--tensorboard", "--tensorboard", "")]
    [InlineData("--out", "--out", " ")]
    public void An_empty_value_is_reported_with_its_option(string option, params string[] args) =>
        Invoke(args).Should().Be((2, $"error: {option}: the value must not be empty. See --help.\n"));

    [Theory]
    [InlineData("--bogus")]
    [InlineData("--epochs")]
    [InlineData("stray")]
    public void A_parse_error_is_reported_in_one_line(params string[] args)
    {
        (int exitCode, string error) = Invoke(args);

        exitCode.Should().Be(2);
        error.Should().StartWith("error: ").And.EndWith("See --help.\n");
        error.Count(character => character == '\n').Should().Be(1);
    }

    [Fact]
    public void A_missing_data_path_is_reported_in_one_line() =>
        Invoke("--data", "/no/such/place")
            .Should().Be((2, "error: --data /no/such/place: the folder or zip archive does not exist.\n"));

    [Theory]
    [InlineData("sample")]
    [InlineData("export")]
    [InlineData("walk")]
    [InlineData("invert", "--image", "a.png")]
    public void A_missing_checkpoint_is_reported_in_one_line(params string[] command) =>
        Invoke([.. command, "--checkpoint", "/no/such/place"]).Should().Be((2, "error: --checkpoint /no/such/place: there is no such file.\n"));

    [Fact]
    public void An_invalid_weight_type_is_reported_in_one_line() =>
        Invoke("export", "--checkpoint", "file", "--weights", "int8")
            .Should().Be((2, "error: --weights: expected one of float32, float16 but was \"int8\". See --help.\n"));

    [Fact]
    public void An_invalid_checkpoint_is_reported_in_one_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", [1]);

        Invoke("sample", "--checkpoint", folder.File("file")).Should().Be(
            (2, $"error: --checkpoint {folder.File("file")}: a safetensors file begins with the header length in 8 bytes, but the size of this file is 1.\n"));
    }

    [Fact]
    public void An_output_folder_that_cannot_be_created_is_reported_in_one_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", [1]);

        (int exitCode, string error) = Invoke("--out", folder.File("file/below"));

        exitCode.Should().Be(2);
        error.Should().StartWith($"error: --out {folder.File("file/below")}: cannot write to this folder.");
    }

    [Fact]
    public void Images_above_the_size_limit_are_reported_in_one_line() =>
        Invoke("--depths", "8,8,8,8,8,8,8,8,8").Should().Be(
            (2, "error: --base-size, --depths: the images must be at most 1024x1024 pixels but are 2048x2048 (4x4, doubled 9 times); use a smaller --base-size or fewer depths.\n"));

    [Theory]
    [InlineData("--size 63", "--size 63: both sides must be even, because every stage of the networks doubles them.")]
    [InlineData("--size 96x64 --base-size 4", "--size, --base-size: leave out one of them, because the size of the images gives the base size.")]
    [InlineData("--size 40x64 --depths 8,8,8,8", "--size 40x64: both sides must be multiples of 16, because the 4 stages of --depths double them; leave out --depths.")]
    [InlineData("--size 8 --depths 8,8,8,8", "--size 8: both sides must be multiples of 16, because the 4 stages of --depths double them; leave out --depths.")]
    public void A_size_that_no_networks_have_is_reported_in_one_line(string options, string message) =>
        Invoke(options.Split(' ')).Should().Be((2, $"error: {message}\n"));

    [Fact]
    public void Help_lists_every_option_and_its_default()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        TrainFacesCommand.Invoke(["--help"], output, error).Should().Be(0);

        output.ToString().Should().ContainAll(
            "--data", "--epochs", "--max-steps", "--batch", "--size", "--depths", "[default: 128,64,32,16]", "--base-size", "--s-size", "[default: 4x4]", "--kernel-size", "--channels", "--latent", "--label-size", "--classes", "--cache",
            "--preset", "[default: recommended]", "--learning-rate", "--decay-epochs", "--r1", "--seed", "--device", "[default: cpu]", "--checkpoint-every",
            "--resume", "--start-from", "--out", "draw", "evaluate", "sample", "walk", "invert", "export");
        error.ToString().Should().BeEmpty();
    }

    [Fact]
    public void The_version_is_that_of_the_library()
    {
        using var output = new StringWriter { NewLine = "\n" };
        using var error = new StringWriter();

        TrainFacesCommand.Invoke(["--version"], output, error).Should().Be(0);

        Version library = typeof(DcganTrainer).Assembly.GetName().Version!;
        output.ToString().Should().StartWith($"TrainFaces with Dcgan.Core {library.ToString(3)}").And.EndWith("\n");
        error.ToString().Should().BeEmpty();
    }

    private static (int ExitCode, string Error) Invoke(params string[] args)
    {
        using var output = new StringWriter();
        using var error = new StringWriter { NewLine = "\n" };
        int exitCode = TrainFacesCommand.Invoke(args, output, error);
        output.ToString().Should().BeEmpty();
        return (exitCode, error.ToString());
    }
}
