using FaceService.Model;
using FaceService.Tests.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests;

public sealed class ServiceProgramTests
{
    [Fact]
    public async Task The_program_ends_with_2_and_one_sentence()
    {
        using var file = new TemporaryFile([1, 2, 3]);
        using var error = new StringWriter();

        int code = await ServiceProgram.RunAsync(["--model", file.FullName], TextWriter.Null, error);

        code.Should().Be(2);
        error.ToString().TrimEnd().Should().Be(
            $"error: {file.Name}: is not an ONNX model that ONNX Runtime {FaceModel.RuntimeVersion} can load.");
    }

    [Fact]
    public async Task Asked_for_help_it_says_what_there_is_and_ends_with_0()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        int code = await ServiceProgram.RunAsync(["--help"], output, error);

        code.Should().Be(0);
        output.ToString().Should().ContainAll("--model", "--concurrency", "--queue", "--urls");
        error.ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("--model", "nowhere/faces.onnx", "--model: there is no file \"nowhere/faces.onnx\".")]
    [InlineData("--model", "", "--model: the file \"\" cannot be read.")]
    [InlineData("--concurrency", "0", "Concurrency: must be a whole number from 1 to 256 but was \"0\".")]
    [InlineData("--queue", "x", "Queue: must be a whole number from 0 to 10000 but was \"x\".")]
    [InlineData("--modle", "faces.onnx", "--modle: is not an option; there are --model, --concurrency, --queue, --urls, --http_ports, --https_ports, --environment, --AllowedHosts, --Kestrel, --Logging.")]
    [InlineData("--queue=5", "faces.onnx", "command line: \"faces.onnx\" is not an option; options are written --name VALUE or --name=VALUE.")]
    [InlineData("--queue=5", "--model", "--model: needs a value.")]
    [InlineData("--urls", "nonsense", "--urls: cannot be listened on. Invalid url: 'nonsense'.")]
    public async Task What_the_command_line_gets_wrong_is_said_too(string option, string value, string sentence)
    {
        using var error = new StringWriter();

        int code = await ServiceProgram.RunAsync([option, value], TextWriter.Null, error);

        code.Should().Be(2);
        error.ToString().TrimEnd().Should().Be($"error: {sentence}");
    }
}
