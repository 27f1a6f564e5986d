using FluentAssertions;
using TrainFaces.CommandLine;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public class TrainFacesCommandTests
{
    [Theory]
    [InlineData("--epochs", "0", "a whole number from 1 to 9999")]
    [InlineData("--epochs", "many", "a whole number from 1 to 9999")]
    [InlineData("--max-steps", "0", "a whole number of at least 1")]
    [InlineData("--batch", "1", "a whole number from 2 to 4096")]
    [InlineData("--depths", "64,,32", "whole numbers from 1 to 16384 with commas between them, such as 256,128,64,32,")]
    [InlineData("--depths", "64,0", "whole numbers from 1 to 16384 with commas between them, such as 256,128,64,32,")]
    [InlineData("--s-size", "0", "a whole number from 1 to 512")]
    [InlineData("--channels", "2", "1 or 3")]
    [InlineData("--latent", "0", "a whole number from 1 to 65536")]
    [InlineData("--preset", "best", "reference or paper or recommended")]
    [InlineData("--learning-rate", "0", "a number above 0, such as 0.0002,")]
    [InlineData("--seed", "1.5", "a whole number")]
    [InlineData("--checkpoint-every", "0", "a whole number of at least 1")]
    [InlineData("--device", "tpu", "cpu, cuda or cuda:n")]
    [InlineData("--device", "cuda:-1", "cpu, cuda or cuda:n")]
    public void A_bad_value_is_one_line_with_the_rule(string option, string value, string rule) =>
        Invoke(option, value).Should().Be((2, $"error: {option}: expected {rule} but was \"{value}\". See --help.\n"));

    [Theory]
    [InlineData("walk", "--faces", "1", "a whole number from 2 to 1024")]
    [InlineData("walk", "--frames", "1", "a whole number from 2 to 4096")]
    [InlineData("walk", "--fps", "51", "a whole number from 1 to 50")]
    [InlineData("walk", "--path", "round", "linear or spherical")]
    [InlineData("walk", "--scale", "0", "a whole number from 1 to 16")]
    [InlineData("walk", "--seed", "x", "a whole number")]
    [InlineData("invert --image b", "--steps", "0", "a whole number from 1 to 1000000")]
    [InlineData("invert --image b", "--restarts", "0", "a whole number from 1 to 1024")]
    public void A_bad_value_of_a_command_is_one_line_with_the_rule(string command, string option, string value, string rule) =>
        Invoke([.. command.Split(' '), "--checkpoint", "a", option, value])
            .Should().Be((2, $"error: {option}: expected {rule} but was \"{value}\". See --help.\n"));

    [Fact]
    public void An_inversion_without_an_image_is_one_line() =>
        Invoke("invert", "--checkpoint", "a").Should().Be((2, "error: Option '--image' is required. See --help.\n"));

    [Fact]
    public void A_walk_whose_strip_would_replace_it_is_one_line() =>
        Invoke("walk", "--checkpoint", "a", "--out", "walk.png").Should().Be(
            (2, "error: --out walk.png: expected the name of a GIF; the strip beside it is the PNG of that name.\n"));

    [Theory]
    [InlineData("--bogus")]
    [InlineData("--epochs")]
    [InlineData("stray")]
    public void What_cannot_be_parsed_is_one_line(params string[] args)
    {
        (int exitCode, string error) = Invoke(args);

        exitCode.Should().Be(2);
        error.Should().StartWith("error: ").And.EndWith("See --help.\n");
        error.Count(character => character == '\n').Should().Be(1);
    }

    [Fact]
    public void A_path_that_is_not_there_is_one_line() =>
        Invoke("--data", "/no/such/place")
            .Should().Be((2, "error: --data /no/such/place: there is no such folder or zip file.\n"));

    [Theory]
    [InlineData("sample")]
    [InlineData("export")]
    [InlineData("walk")]
    [InlineData("invert", "--image", "a.png")]
    public void A_checkpoint_that_is_not_there_is_one_line(params string[] command) =>
        Invoke([.. command, "--checkpoint", "/no/such/place"]).Should().Be((2, "error: /no/such/place: there is no such file.\n"));

    [Fact]
    public void Weights_of_another_type_are_one_line() =>
        Invoke("export", "--checkpoint", "file", "--weights", "int8")
            .Should().Be((2, "error: --weights: expected float32 or float16 but was \"int8\". See --help.\n"));

    [Fact]
    public void A_checkpoint_that_is_none_is_one_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", [1]);

        Invoke("sample", "--checkpoint", folder.File("file")).Should().Be(
            (2, $"error: {folder.File("file")}: a safetensors file begins with the header length in 8 bytes, but the size of this file is 1.\n"));
    }

    [Fact]
    public void A_folder_that_cannot_be_made_is_one_line()
    {
        using var folder = new TemporaryFolder();
        folder.Write("file", [1]);

        (int exitCode, string error) = Invoke("--out", folder.File("file/below"));

        exitCode.Should().Be(2);
        error.Should().StartWith($"error: --out {folder.File("file/below")}: cannot be written.");
    }

    [Fact]
    public void Images_too_large_for_the_sample_are_one_line() =>
        Invoke("--depths", "8,8,8,8,8,8,8,8,8").Should().Be(
            (2, "error: --s-size, --depths: 4 doubled 9 times makes images of 2048 pixels a side; at most 1024 are supported here.\n"));

    [Fact]
    public void Help_names_every_option_with_its_default()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        TrainFacesCommand.Invoke(["--help"], output, error).Should().Be(0);

        output.ToString().Should().ContainAll(
            "--data", "--epochs", "--max-steps", "--batch", "--depths", "[default: 256,128,64,32]", "--s-size", "--channels", "--latent",
            "--preset", "[default: paper]", "--learning-rate", "--seed", "--device", "[default: cpu]", "--checkpoint-every",
            "--resume", "--out", "draw", "evaluate", "sample", "walk", "invert", "export");
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
