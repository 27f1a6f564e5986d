using FluentAssertions;
using TrainFaces.CommandLine;
using Xunit;

namespace TrainFaces.Tests.CommandLine;

public sealed class OutputFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(".png", "sample", "faces.jpg")]
    [InlineData(".gif", "walk", "walk.png")]
    [InlineData(".png", "invert --image b", "faces")]
    [InlineData(".onnx", "export", "step-000000002.safetensors")]
    public void The_name_says_what_is_written(string extension, string command, string name) =>
        Run(command, "a", name).Should().Be(
            (2, string.Empty, $"error: --out: expected a file name that ends in {extension} but was \"{name}\". See --help.\n"));

    [Theory]
    [InlineData("sample", "a.png", "a.png")]
    [InlineData("walk", "a.gif", "a.gif")]
    [InlineData("walk", "a.png", "a.gif")]
    [InlineData("invert --image b", "a.PNG", "a.PNG")]
    [InlineData("export", "a.onnx", "../{0}/a.onnx")]
    public void A_checkpoint_is_not_overwritten(string command, string checkpoint, string output)
    {
        folder.Write(checkpoint, [1, 2, 3]);
        string path = folder.File(string.Format(null, output, Path.GetFileName(folder.Path)));

        var (exitCode, _, error) = Run(command, folder.File(checkpoint), path);

        exitCode.Should().Be(2);
        error.Should().StartWith("error: --out ").And.EndWith($": is the file of --checkpoint {folder.File(checkpoint)}, which would be lost; use another name.\n");
        File.ReadAllBytes(folder.File(checkpoint)).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void An_image_to_invert_is_not_overwritten_through_a_link()
    {
        folder.Write("mine.png", [1, 2, 3]);
        File.CreateSymbolicLink(folder.File("link.png"), "mine.png");

        Run($"invert --image {folder.File("mine.png")}", "a", folder.File("link.png")).Error.Should().EndWith(
            $": is the file of --image {folder.File("mine.png")}, which would be lost; use another name.\n");

        File.ReadAllBytes(folder.File("mine.png")).Should().Equal(1, 2, 3);
    }

    [Fact]
    public void A_device_is_refused_and_stays()
    {
        TrainFacesProcess.Train("--out", folder.File("run")).ExitCode.Should().Be(0);
        string checkpoint = folder.File("run/checkpoints/step-000000002.safetensors");
        string device = folder.File("device.png");
        folder.Write("device.png", []);

        var (exitCode, output, error) = TrainFacesProcess.RunWithDevice(device, "sample", "--checkpoint", checkpoint, "--out", device);

        (exitCode, output).Should().Be((2, "character special file\n"));
        error.Should().Be($"error: {device}: cannot be written: this is a device, not a file.\n");
    }

    private static (int ExitCode, string Output, string Error) Run(string command, string checkpoint, string output) =>
        SampleCommandLine.Run([.. command.Split(' '), "--checkpoint", checkpoint, "--out", output]);
}
