using FaceService.Model;
using FaceService.Tests.Model;
using FluentAssertions;
using Xunit;

namespace FaceService.Tests;

public sealed class ServiceProgramTests
{
    [Fact]
    public async Task A_start_error_prints_one_sentence_and_exits_with_2()
    {
        using var file = new TemporaryFile([1, 2, 3]);
        using var error = new StringWriter();

        int code = await ServiceProgram.RunAsync(["--model", file.FullName], TextWriter.Null, error);

        code.Should().Be(2);
        error.ToString().TrimEnd().Should().Be(
            $"error: {file.Name}: ONNX Runtime {FaceModel.RuntimeVersion} cannot load this file as an ONNX model.");
    }

    [Fact]
    public async Task Help_lists_the_options_and_exits_with_0()
    {
        using var output = new StringWriter();
        using var error = new StringWriter();

        int code = await ServiceProgram.RunAsync(["--help"], output, error);

        code.Should().Be(0);
        output.ToString().Should().ContainAll("--model", "--concurrency", "--queue", "--share", "--memory", "--deadline", "--stall", "--connections", "--urls", "FACESERVICE_");
        error.ToString().Should().BeEmpty();
    }

    [Theory]
    [InlineData("--model", "nowhere/faces.onnx", "--model: file \"nowhere/faces.onnx\" does not exist.")]
    [InlineData("--model", "/dev/zero", "--model: file \"/dev/zero\" is empty or not a regular file.")]
    [InlineData("--model", "", "--model: cannot read file \"\"; check the path and the permissions.")]
    [InlineData("--concurrency", "0", "Concurrency: must be an integer in [1, 256] but was \"0\".")]
    [InlineData("--queue", "x", "Queue: must be an integer in [0, 10000] but was \"x\".")]
    [InlineData("--share", "0", "Share: must be an integer in [1, 10256] but was \"0\".")]
    [InlineData("--memory", "0", "Memory: must be an integer in [1, 1000000] but was \"0\".")]
    [InlineData("--deadline", "3601", "Deadline: must be an integer in [1, 3600] but was \"3601\".")]
    [InlineData("--stall", "-1", "Stall: must be an integer in [1, 3600] but was \"-1\".")]
    [InlineData("--connections", "1", "Connections: must be an integer in [2, 100000] but was \"1\".")]
    [InlineData("--modle", "faces.onnx", "--modle: unknown option; --help lists the options.")]
    [InlineData("--queue=5", "faces.onnx", "command line: unexpected argument \"faces.onnx\"; write options as --name VALUE or --name=VALUE.")]
    [InlineData("--queue=5", "--model", "--model: missing value; write --model VALUE.")]
    [InlineData("--urls", "nonsense", "--urls: cannot listen on this address. Invalid url: 'nonsense'.")]
    public async Task Command_line_errors_are_reported(string option, string value, string sentence)
    {
        using var error = new StringWriter();

        int code = await ServiceProgram.RunAsync([option, value], TextWriter.Null, error);

        code.Should().Be(2);
        error.ToString().TrimEnd().Should().Be($"error: {sentence}");
    }
}
